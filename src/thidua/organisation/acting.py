"""In whose name a signed-in person acts: one of the duties he holds today, chosen in the top bar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from thidua.accounts.models import User
from thidua.audit.actors import SYSTEM, Actor
from thidua.foundation.clock import today
from thidua.organisation.models import Duty, DutyCode, Unit
from thidua.organisation.validity import duties_on

SESSION_KEY = "acting_duty"


@dataclass(frozen=True)
class Acting:
    """The user and the duty he acts in. Without a duty he may look at his own account and nothing else.

    `console`: whoever works at the machine's own console, where no duty is asked for; no request ever acts so.
    """

    user: User
    duty: Duty | None
    duties: tuple[Duty, ...] = ()
    console: bool = False

    @property
    def actor(self) -> Actor:
        """Who acts, as the journal knows it."""
        if self.console:
            return SYSTEM
        if self.duty is None:
            return Actor(self.user.key)
        return Actor(self.user.key, f"unit:{self.duty.unit_id}", self.duty.code)

    @property
    def unit(self) -> Unit | None:
        """The unit acted for."""
        return self.duty.unit if self.duty else None

    def holds(self, *codes: DutyCode | str) -> bool:
        """Whether the chosen duty is one of the given kinds."""
        return self.console or (self.duty is not None and self.duty.code in codes)


def acting_for(user: User, duty: Duty) -> Acting:
    """An Acting outside a request: commands and tests."""
    return Acting(user, duty, (duty,))


def choose(duties: Iterable[Duty], wanted: int | None) -> Duty | None:
    """The wanted duty if it is held, else the first held."""
    held = list(duties)
    return next((duty for duty in held if duty.pk == wanted), held[0] if held else None)


def acting_of(request: HttpRequest) -> Acting:
    """Work out, once per request, in whose name the signed-in person acts. Read afresh: an ended duty ends now."""
    assert isinstance(request.user, User)
    duties = tuple(duties_on(request.user, today()))
    return Acting(request.user, choose(duties, request.session.get(SESSION_KEY)), duties)


class ActingRequest(HttpRequest):
    """A request of a signed-in person, for type checks in views."""

    acting: Acting
    user: User


class ActingMiddleware:
    """Puts `request.acting` on every request; costs one query, and only when somebody asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the lazy value and go on."""
        request.acting = SimpleLazyObject(lambda: acting_of(request))  # type: ignore[attr-defined]  # HttpRequest is Django's
        return self.get_response(request)
