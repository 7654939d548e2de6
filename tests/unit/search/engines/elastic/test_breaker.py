"""A cluster that does not answer is left alone for a while."""

from __future__ import annotations

from search.engines.elastic.breaker import CLOSED, HALF_OPEN, OPEN, CircuitBreaker


def test_breaker_opens_probes_once_and_closes() -> None:
    now = [0.0]
    breaker = CircuitBreaker(threshold=2, pause=1.0, longest=3.0, clock=lambda: now[0])
    breaker.failed()
    assert (breaker.state, breaker.allows()) == (CLOSED, True)
    breaker.failed()
    assert (breaker.state, breaker.allows()) == (OPEN, False)
    now[0] = 1.1
    assert breaker.state == HALF_OPEN
    assert [breaker.allows() for _caller in range(3)] == [True, False, False]
    breaker.failed()
    now[0] = 2.2
    assert breaker.state == OPEN
    now[0] = 3.2
    assert breaker.allows()
    breaker.succeeded()
    assert (breaker.state, breaker.allows()) == (CLOSED, True)


def test_a_probe_that_never_reports_does_not_block_for_ever() -> None:
    now = [0.0]
    breaker = CircuitBreaker(threshold=1, pause=1.0, clock=lambda: now[0])
    breaker.failed()
    now[0] = 1.5
    assert [breaker.allows(), breaker.allows()] == [True, False]
    now[0] = 3.0
    assert breaker.allows()
