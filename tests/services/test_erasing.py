from __future__ import annotations

from benchmarks.leads import fill
from milepost.dialogue.deal.clauses import clauses_of
from milepost.dialogue.deal.told import deal_told
from milepost.services.desk import erasing
from milepost.services.jobs import JobRunner
from milepost.store.database import Database
from milepost.store.records.lead_cards import LeadFilter
from tests.catalogues import small_catalogue
from tests.dialogue.deal.lines import unread
from tests.services.turns import NOW
from tests.store.test_search import file_of


async def test_after_the_job_nothing_of_an_erased_visitor_is_left_in_a_large_file(sqlite_database: Database) -> None:
    fill(sqlite_database, leads=4_000, messages=10)
    with sqlite_database.begin() as store:
        assert erasing.erase(store, "c777", now=NOW) == 1
        assert erasing.erase(store, "nobody", now=NOW) == 0
        assert store.leads.list(LeadFilter(words="needle777")) == ()
    runner = JobRunner(sqlite_database, {erasing.JOB: erasing.forget_handler(sqlite_database)}, clock=lambda: NOW)
    assert await runner.run_next()
    assert not await runner.run_next()
    assert b"needle777" not in file_of(sqlite_database)


async def test_on_either_database_erasing_ends_with_its_job_done(database: Database) -> None:
    fill(database, leads=10, messages=2)
    with database.begin() as store:
        erasing.erase(store, "c1", now=NOW)
    runner = JobRunner(database, {erasing.JOB: erasing.forget_handler(database)}, clock=lambda: NOW)
    assert await runner.run_next()
    with database.begin() as store:
        assert [job.kind for job in store.jobs.list("done")] == [erasing.JOB]


def test_no_words_of_an_erased_visitor_stay_in_memory(sqlite_database: Database) -> None:
    fill(sqlite_database, leads=2, messages=2)
    deal_told(small_catalogue(), unread("My boss has to sign it off, needle"))
    assert clauses_of.cache_info().currsize
    with sqlite_database.begin() as store:
        erasing.erase(store, "c1", now=NOW)
    assert clauses_of.cache_info().currsize == 0
