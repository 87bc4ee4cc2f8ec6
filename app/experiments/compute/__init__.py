"""From an Experiment to numbers, by the engine. Knows no process, no queue, no cache."""
