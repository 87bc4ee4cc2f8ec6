"""Limits and machine settings, each read from an environment variable GOLDILAMBDA_<NAME>."""

from __future__ import annotations

from annotated_types import Ge, Gt, Le
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an operator may choose; nothing here changes an answer, only whether and when it comes."""

    model_config = SettingsConfigDict(env_prefix="GOLDILAMBDA_", frozen=True)

    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8000, ge=0, le=65535, description="port to listen on; 0 takes a free one")
    workers: int = Field(default=0, ge=0, le=256, description="training processes; 0 means one per core")
    work_limit: float = Field(default=20.0, gt=0.0, description="CPU seconds that one experiment may be estimated at")
    time_limit: float = Field(default=60.0, gt=0.0, description="seconds after which a computation is stopped")
    queue_length: int = Field(default=64, ge=0, description="computations that may wait for a worker")
    cache_size: int = Field(default=64, ge=0, description="MiB of finished answers kept in memory")
    body_limit: int = Field(default=2**20, gt=0, description="bytes of a request body")
    development: bool = Field(default=False, description="read templates and static files again for every page")


def sentences(error: ValidationError) -> list[str]:
    """Each wrong setting as `<setting>: expected <what>, got <value>`."""
    return [
        f"{detail['loc'][0]}: expected {_expected(str(detail['loc'][0]))}, got {detail['input']}"
        for detail in error.errors(include_url=False)
    ]


def _expected(name: str) -> str:
    """The type and limits of a setting in words."""
    info = Settings.model_fields[name]
    words = {"int": "a whole number", "float": "a number", "bool": "true or false"}
    kind = words.get(getattr(info.annotation, "__name__", ""), "text")
    limits = {type(rule): rule for rule in info.metadata}
    low, high, above = limits.get(Ge), limits.get(Le), limits.get(Gt)
    if low and high:
        return f"{kind} from {low.ge} to {high.le}"
    return f"{kind} from {low.ge} up" if low else f"{kind} above {above.gt:g}" if above else kind
