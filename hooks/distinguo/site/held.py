"""A large value that lies in memory, or is got when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

_Value = TypeVar("_Value")


class Held(Generic[_Value]):
    """A value that lies in memory until it is let go; from then on it is got anew whenever it is asked for.

    What is kept of it for another run is the place alone: where the value lies is for whoever keeps it to say.
    """

    __slots__ = ("_get", "_values")

    def __init__(self, *values: _Value) -> None:
        self._values = values
        self._get: Callable[[], _Value] | None = None

    def __call__(self) -> _Value:
        if self._values:
            return self._values[0]
        assert self._get, "whoever has let it go, or has read it from elsewhere, says how to get it"
        return self._get()

    def let_go(self, get: Callable[[], _Value]) -> None:
        """Forget the value: `get` gives it to whoever asks."""
        self._values, self._get = (), get

    def __reduce__(self) -> tuple[type[Held[_Value]], tuple[()]]:
        return type(self), ()
