"""From approval to the public page: what one person proposes and another approves, anybody reads at the next request."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.approving import retire
from aimwell.services.workplace.releasing import after_approval
from aimwell.site.serve import Site
from aimwell.store.folder import StoreFolder
from tests.site.account import TODAY, make_store
from tests.site.test_serving import Reply
from tests.workplace.conftest import body
from tests.workplace.promised import add_promise, publish_promise

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
PRIORITY = {"title": "Care in an emergency", "level": "local", "aim": "outcomes"}
TARGET = {
    "title": "70% in 4 hours", "measure": "ae_within_4_hours", "place": "QE1", "direction": "higher", "unit": "%",
    "baseline": 60.0, "baseline_period": "2025-03", "value": 70.0, "by": date(2026, 3, 31),
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory, definitions):
    """A store of real extracts."""
    return make_store(
        tmp_path_factory.mktemp("approved") / "store", fixtures=FIXTURES, definitions=definitions
    )


@pytest.mark.django_db
def test_a_promise_is_public_once_approved_and_gone_once_retired(store, definitions, settings, asking, rules):
    settings.AIMWELL = replace(django_settings.AIMWELL, store=store.root)
    system = body("Lancashire and South Cumbria", "QE1")
    site = Site(StoreFolder(store.root), definitions, lambda: TODAY)
    by, approver = asking("strategy", system), asking("approver", system)
    priority, targets = add_promise(asking=by, system=system, priority=PRIORITY, targets=[TARGET])
    assert b"has not published promises here" in Reply(site, "/systems/QE1-promises.html").body

    publish_promise(
        by=by, approver=approver, store=store.root, rules=rules, priority=priority, targets=targets
    )
    page = Reply(site, "/systems/QE1-promises.html").body.decode()
    assert "70% in 4 hours" in page
    assert 'aw-stand-kept">Kept' in page
    assert "Agreed by the board" in Reply(site, "/systems/QE1-decisions.html").body.decode()

    after = after_approval(store.root)
    retire(asking=by, record=targets[0], act=Act.EDIT_TARGETS, after=after)
    assert "70% in 4 hours" not in Reply(site, "/systems/QE1-promises.html").body.decode()
    assert "Withdrawn: target" in Reply(site, "/systems/QE1-decisions.html").body.decode()
