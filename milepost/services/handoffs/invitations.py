"""A meeting as the invitation that calendars read (RFC 5545)."""

from __future__ import annotations

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from milepost.sales.handoffs.meetings import Meeting


def invitation(meeting: Meeting, zone: ZoneInfo, *, now: datetime) -> str:
    """The meeting as iCalendar text, its times in UTC, which every calendar shows in its owner's zone.

    `zone` is the visitor's: the text of the event names the time there too.
    """
    # Takes half a second to import, and few processes invite anyone.
    from icalendar import Calendar, Event, vCalAddress

    guest = vCalAddress(f"mailto:{meeting.guest}")
    guest.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
    local = meeting.starts.astimezone(zone)
    event, calendar = Event(), Calendar()
    event.add("uid", f"{meeting.id}@milepost")
    event.add("dtstamp", now.astimezone(timezone.utc))
    event.add("dtstart", meeting.starts.astimezone(timezone.utc))
    event.add("dtend", meeting.ends.astimezone(timezone.utc))
    event.add("summary", meeting.title)
    event.add("description", f"{meeting.text} {local:%Y-%m-%d %H:%M} ({zone.key})".strip())
    event.add("organizer", vCalAddress(f"mailto:{meeting.organiser}"))
    event.add("attendee", guest)
    event.add("status", "CONFIRMED")
    event.add("sequence", 0)
    calendar.add("prodid", "-//Milepost//Milepost//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "REQUEST")
    calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8"))
