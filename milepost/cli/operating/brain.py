"""The brain of a process: the model, the worker that answers, and the jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from milepost.brain.rasa_light import make_light
from milepost.cli.loading import ready_processor
from milepost.cli.operating.house import House, current_catalogue
from milepost.cli.sending import destinations
from milepost.services import follow_ups
from milepost.services.desk import erasing, next_steps
from milepost.services.handoffs import due, transcripts
from milepost.services.handoffs.clocks import Clocks
from milepost.services.jobs import JobRunner, Work
from milepost.services.outgoing import deliveries, events, mail
from milepost.services.privacy import retention
from milepost.store.columns import utc_now
from milepost.store.records.jobs import CARRYING

if TYPE_CHECKING:
    from milepost.brain.worker import Worker

# A turn that takes longer than this has come to nothing: whoever is answered hears of it after ten seconds.
STUCK_SECONDS = 20.0


def made_brain(house: House) -> Worker:
    """The worker, not yet started. Trains where that is needed. Raises ModelMissing."""
    make_light()
    from milepost.brain.session import warm_up
    from milepost.brain.turns import TurnRunner, note_reading
    from milepost.brain.voice import Voice
    from milepost.brain.worker import Worker

    processor = ready_processor(house.settings)
    runner = TurnRunner(
        house.database,
        processor,
        current_catalogue,
        can_mail=house.mailer is not None,
        links=house.links,
        measures=house.measures,
    )
    wake = house.broadcaster.wake
    clocks = Clocks(house.database, current_catalogue, Voice(processor.nlg, current_catalogue), wake)
    ours = {**clocks.work(), **note_reading(runner, wake)}
    _catch_up(house)
    return Worker(
        house.database,
        runner,
        jobs=job_runner(house, ours),
        told=house.broadcaster,
        warm=lambda: warm_up(processor),
        measures=house.measures,
    )


def is_at_work(worker: Worker) -> bool:
    """Whether the brain lives and makes progress."""
    return worker.is_alive and worker.seconds_since_progress < STUCK_SECONDS


def _catch_up(house: House) -> None:
    """Plans what came due or changed while nothing ran, and sends what waited for a mail server that is set by now."""
    now = utc_now()
    next_steps.plan(house.database, now=now)
    due.plan_all(house.database, now=now)
    retention.plan(house.database, now=now)
    if house.mailer is not None:
        with house.database.begin() as store:
            store.jobs.hasten([kind for kind in CARRYING if kind != deliveries.JOB], now=now)


def job_runner(house: House, clocks: Mapping[str, Work]) -> JobRunner:
    """What is done besides answering: e-mail, follow-ups, lead events to other systems, the clocks of hand-overs."""
    database, mailer, settings = house.database, house.mailer, house.settings
    to = destinations(settings, mailer)
    work = {
        **clocks,
        transcripts.TRANSCRIPT: transcripts.transcript_handler(database, current_catalogue),
        mail.JOB: mail.mail_handler(mailer, settings.project / "data" / "mails"),
        follow_ups.JOB: follow_ups.follow_up_handler(database, mailer, must_approve=settings.approve_follow_ups),
        events.JOB: deliveries.event_handler(database, to),
        deliveries.JOB: deliveries.delivery_handler(to),
        erasing.JOB: erasing.forget_handler(database),
        retention.JOB: retention.retention_handler(database, retention.Retention(**asdict(settings.keep))),
        next_steps.JOB: next_steps.daily_handler(database, current_catalogue),
        due.JOB: due.due_handler(database, current_catalogue),
    }
    return JobRunner(database, work, pauses={deliveries.JOB: deliveries.PAUSES})
