"""Check a ledger as a whole: every rule over it, in the order of the subjects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.check.amounts import excessive_funds, falling_funds, large_amounts, negative_amounts
from briefgen.check.figures import check_figures
from briefgen.check.investors import misplaced_investors
from briefgen.check.keys import duplicate_keys, late_corrections, unknown_references
from briefgen.check.pairs import repeated_projects, units_apart
from briefgen.check.period import check_period
from briefgen.check.plans import odd_targets, repeated_targets, reversed_plans, undated_versions
from briefgen.check.projects import crowded_ends, early_dates, undated_projects, unlisted_tags, weekend_signings
from briefgen.check.reported import check_reports, missing_reports
from briefgen.check.stages import contradicted_stages
from briefgen.check.totals import wrong_totals
from briefgen.check.units import ambiguous_units, lost_successions, two_units
from briefgen.check.words import check_words
from briefgen.model.findings import few

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Office
    from briefgen.model.problem import Problem

__all__ = ["CHECKS", "check_figures", "check_ledger", "check_period", "check_reports", "check_words", "missing_reports"]

CHECKS: tuple[Callable[[Ledger, Office], Iterable[Problem]], ...] = (
    duplicate_keys, ambiguous_units, lost_successions, two_units, unknown_references, late_corrections, wrong_totals,
    repeated_targets, odd_targets, undated_versions, reversed_plans, falling_funds, excessive_funds, large_amounts,
    negative_amounts, repeated_projects, units_apart, early_dates, undated_projects, unlisted_tags, contradicted_stages,
    weekend_signings, crowded_ends, misplaced_investors)


def check_ledger(ledger: Ledger, office: Office) -> list[Problem]:
    """Run every check of CHECKS over the ledger."""
    return [problem for check in CHECKS for problem in few(check(ledger, office))]
