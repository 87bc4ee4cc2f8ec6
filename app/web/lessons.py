"""The lessons that there are, in their order: what the list, the pages and the links between them are made from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lesson:
    """`name` is the address below /lessons and, with underscores, the template and the script of its steps."""

    name: str
    title: str
    question: str
    """What a visitor arrives with."""

    @property
    def file(self) -> str:
        """The name of its template and of its script, without ending."""
        return self.name.replace("-", "_")


LESSONS = (
    Lesson(
        "why-weights-go-to-0",
        "Why do the weights go to 0?",
        "If λ is big, why do the weights get close to 0? From the cost J, not from backprop.",
    ),
    Lesson(
        "how-does-it-know",
        "How does it know?",
        "How does L2 shrink the weights of useless features and not of the relevant ones?",
    ),
    Lesson(
        "eight-and-two",
        "Eight on a line, two far off",
        "What does L1 do that L2 doesn't? And does regularization find the line?",
    ),
    Lesson(
        "goldilocks",
        "Goldilocks",
        "How do I choose λ? Is there one that is neither too small nor too large?",
    ),
    Lesson(
        "backprop",
        "What backprop does with it",
        "Why does every step of training shrink the weights, and is that the same as weight decay?",
    ),
)


def lesson_named(name: str) -> Lesson | None:
    """The lesson of this address, None when there is none."""
    return next((lesson for lesson in LESSONS if lesson.name == name), None)
