"""Compiles each template once, however many environments render it: a site has one or two for each renderer."""

from __future__ import annotations

from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Code of templates, which is the same in all environments that escape and finalize alike.

    Attributes:
        known: by what the environment and the template are called, and the check sum of the template.
    """

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], CodeType] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Where the code of a template is, or is going to be."""
        escapes: Any = environment.autoescape
        kind = (escapes(name) if callable(escapes) else escapes, environment.finalize, sorted(environment.extensions))
        bucket = Bucket(environment, f"{self.get_cache_key(name, filename)} {kind}", self.get_source_checksum(source))
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Puts the code in, if it is known."""
        bucket.code = self.known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Takes note of code that has been compiled."""
        if bucket.code:
            self.known[bucket.key, bucket.checksum] = bucket.code


COMPILED = Compiled()
"""Of this process."""
