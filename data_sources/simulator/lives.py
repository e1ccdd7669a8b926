"""What becomes of a complaint: the control room and the agencies at work, the reporter's patience and rating."""

from dataclasses import dataclass
from datetime import date
from random import Random

from data_sources.city_shapes import WEEKDAYS
from data_sources.simulator.arrivals import Filing
from data_sources.simulator.config import Habits, SimulatorConfig, WeekHours
from data_sources.simulator.dice import dice_of
from data_sources.simulator.places import nearby
from data_sources.simulator.steps import Life, Step
from domain.clock import from_epoch_ms
from domain.events import ComplaintClass
from domain.profile import CityProfile
from domain.sla import MS_PER_MINUTE, LegalLimits, paused_deadline, stamp
from domain.working_time import Calendar, DayHours, build_calendar

MS_PER_HOUR = 3_600_000
MS_PER_DAY = 86_400_000
SHORT_PROMISE_DAYS = 2
WAKING_HOUR = 6


class Lives:
    """Lives complaints through, by the habits of the control room and the agencies."""

    def __init__(self, profile: CityProfile, config: SimulatorConfig, seed: int, limits: LegalLimits) -> None:
        self._profile = profile
        self._config = config
        self._seed = seed
        self._limits = limits
        self._desk = _calendar(profile, config.desk.hours)
        self._duty = _calendar(profile, config.duty_hours)
        self._district_agency = {
            agency.district_code: agency.code for agency in profile.agencies.values() if agency.district_code
        }

    def steps(self, filing: Filing) -> list[Step]:
        """All that ever happens to a complaint."""
        rng = dice_of(self._seed, filing.complaint_id)
        last_ms = filing.at_ms + self._config.longest_life_days * MS_PER_DAY
        life = Life(self._seed, "complaint", filing.complaint_id, rng, last_ms)
        life.add("filed", filing.at_ms, **_filed_data(filing))
        policy = self._profile.categories[filing.category].policy_on(self._day(filing))
        if policy.resolution_minutes is None:
            self._live_usual(life, filing)
        else:
            self._live_emergency(life, filing, policy.resolution_minutes * MS_PER_MINUTE)
        return life.steps

    def _day(self, filing: Filing) -> date:
        return self._profile.calendar.local_date(from_epoch_ms(filing.at_ms))

    # emergencies: minutes, at any hour

    def _live_emergency(self, life: Life, filing: Filing, promised_ms: int) -> None:
        rng, config = life.rng, self._config
        agency = self._lead(filing)
        habits = self._habits(agency)
        on_time = habits.on_time - (config.weather.flood.late_chance if filing.is_flood else 0)
        share = self._share(habits, rng)
        if rng.random() >= on_time:
            share = 1 + config.work.emergency_late_share.draw(rng)
        taken_ms = share * promised_ms
        looked_at = filing.at_ms + taken_ms * rng.uniform(0.03, 0.12)
        if self._is_set_aside(life, filing, looked_at):
            return
        life.add("verified", looked_at)
        life.add("assigned", filing.at_ms + taken_ms * rng.uniform(0.13, 0.18), agency=agency)
        life.add("started", filing.at_ms + taken_ms * rng.uniform(0.25, 0.55))
        life.add("completed", filing.at_ms + taken_ms * rng.uniform(0.80, 0.93), **self._evidence(filing, agency, rng))
        resolved = life.add("resolved", filing.at_ms + taken_ms)
        self._rate(life, resolved, is_on_time=share <= 1)

    # all others: working days

    def _live_usual(self, life: Life, filing: Filing) -> None:
        rng, config = life.rng, self._config
        policy = self._profile.categories[filing.category].policy_on(self._day(filing))
        deadlines = stamp(
            filing.at_ms, policy, ComplaintClass(filing.classification), self._profile.calendar, self._limits
        )
        is_short = policy.resolution_days <= SHORT_PROMISE_DAYS
        verified = self._first_look(filing.at_ms, deadlines.response_legal_ms, is_short, rng)
        if self._is_set_aside(life, filing, verified):
            return
        life.add("verified", verified)
        assigned = self._desk.add_service_ms(verified, int(config.desk.assign_minutes.draw(rng) * MS_PER_MINUTE))
        agency, assigned = self._assign(life, filing, assigned)
        habits = self._habits(agency)
        hours = self._duty if rng.random() < habits.duty else self._profile.calendar
        begun, due_ms, is_silent = self._ask_reporter(life, assigned, deadlines.resolution_due_ms, hours)
        if is_silent:
            return
        on_time = rng.random() < habits.on_time
        resolved = self._solve(life, filing, agency, _Window(begun, due_ms, hours), on_time)
        resolved = self._reopen(life, resolved, hours)
        self._rate(life, resolved, resolved <= due_ms)

    def _first_look(self, filed_ms: int, limit_ms: int, is_short: bool, rng: Random) -> int:
        """When the control room verifies: mostly soon, now and then after the legal limit."""
        desk = self._config.desk
        if rng.random() < (desk.overlooked.short_chance if is_short else desk.overlooked.chance):
            late_ms = int(desk.overlooked.late_hours.draw(rng) * MS_PER_HOUR)
            return self._profile.calendar.add_service_ms(limit_ms, late_ms)
        return self._desk.add_service_ms(filed_ms, int(desk.verify_minutes.draw(rng) * MS_PER_MINUTE))

    def _is_set_aside(self, life: Life, filing: Filing, at_ms: float) -> bool:
        """Whether the complaint ends when the control room looks at it."""
        rng, triage = life.rng, self._config.triage
        drawn = rng.random()
        if filing.original_id:
            life.add("duplicate", at_ms, original_id=filing.original_id)
        elif drawn < triage.rejected:
            life.add("rejected", at_ms, reason=rng.choice(triage.reject_reasons))
        elif drawn < triage.rejected + triage.archived:
            life.add("archived", at_ms)
        else:
            return False
        return True

    def _assign(self, life: Life, filing: Filing, at_ms: int) -> tuple[str, int]:
        """The agency that does the work in the end, and since when it has the complaint."""
        rng, handover = life.rng, self._config.handover
        agency = self._lead(filing)
        if rng.random() < self._config.district_takes.get(filing.category, 0):
            agency = self._district_agency.get(filing.district, agency)
        assigned = life.add("assigned", at_ms, agency=agency)
        successor = handover.to.get(agency)
        if successor is None or rng.random() >= handover.chance:
            return agency, assigned
        after_ms = int(handover.after_hours.draw(rng) * MS_PER_HOUR)
        return successor, life.add(
            "assigned", self._profile.calendar.add_service_ms(assigned, after_ms), agency=successor
        )

    def _ask_reporter(self, life: Life, assigned: int, due_ms: int, hours: Calendar) -> tuple[int, int, bool]:
        """When the work can go on, until when, and whether it never does since the reporter stays silent."""
        rng, waiting = life.rng, self._config.waiting
        window_ms = hours.service_ms_between(assigned, due_ms)
        if rng.random() >= waiting.chance or window_ms <= 0:
            return assigned, due_ms, False
        life.add("started", hours.add_service_ms(assigned, int(window_ms * rng.uniform(0.05, 0.25))))
        asked = life.add("waiting_reporter", hours.add_service_ms(assigned, int(window_ms * rng.uniform(0.3, 0.5))))
        if rng.random() < waiting.silent_chance:
            life.add("archived", asked + waiting.archive_days * MS_PER_DAY)
            return asked, due_ms, True
        reply_ms = asked + min(waiting.reply_days.draw(rng), waiting.archive_days) * MS_PER_DAY
        resumed = life.add("resumed", self._awake(reply_ms))
        return resumed, paused_deadline(due_ms, asked, resumed, self._profile.calendar), False

    def _solve(self, life: Life, filing: Filing, agency: str, window: "_Window", on_time: bool) -> int:
        """Work, complete and check; returns the instant it is resolved."""
        rng, work = life.rng, self._config.work
        completed = self._completion(window, self._habits(agency), on_time, rng)
        worked_ms = window.hours.service_ms_between(window.from_ms, completed)
        if not any(step.type == "complaint.started" for step in life.steps):
            life.add("started", window.hours.add_service_ms(window.from_ms, int(worked_ms * rng.uniform(0.1, 0.6))))
        if rng.random() < work.answer_chance:
            life.add("answered", window.hours.add_service_ms(window.from_ms, int(worked_ms * rng.uniform(0.6, 0.95))))
        completed = life.add("completed", completed, **self._evidence(filing, agency, rng))
        check_ms = int(self._config.desk.check_minutes.draw(rng) * MS_PER_MINUTE)
        checked = self._desk.add_service_ms(completed, check_ms)
        if on_time and completed < window.due_ms < checked:
            checked = completed + int((window.due_ms - completed) * rng.uniform(0.3, 0.9))
        return life.add("resolved", checked)

    def _completion(self, window: "_Window", habits: Habits, on_time: bool, rng: Random) -> int:
        usable_ms = window.hours.service_ms_between(window.from_ms, window.due_ms)
        if on_time and usable_ms > MS_PER_HOUR:
            return window.hours.add_service_ms(window.from_ms, int(usable_ms * self._share(habits, rng)))
        late_ms = int(self._config.work.late_hours.draw(rng) * MS_PER_HOUR)
        return window.hours.add_service_ms(max(window.from_ms, window.due_ms), late_ms)

    def _reopen(self, life: Life, resolved: int, hours: Calendar) -> int:
        rng, numbers = life.rng, self._config.reopening
        if rng.random() >= numbers.chance:
            return resolved
        reopened = life.add("reopened", self._awake(resolved + numbers.after_hours.draw(rng) * MS_PER_HOUR))
        repair_ms = numbers.repair_hours.draw(rng) * MS_PER_HOUR
        life.add("started", hours.add_service_ms(reopened, int(repair_ms * 0.3)))
        life.add("completed", hours.add_service_ms(reopened, int(repair_ms)))
        return life.add("resolved", self._desk.add_service_ms(life.steps[-1].at_ms, MS_PER_HOUR))

    def _rate(self, life: Life, resolved: int, is_on_time: bool) -> None:
        rng, rating = life.rng, self._config.rating
        if rng.random() < rating.chance:
            weights = rating.stars_on_time if is_on_time else rating.stars_late
            stars = rng.choices((1, 2, 3, 4, 5), weights)[0]
            life.add("rated", self._awake(resolved + rating.after_hours.draw(rng) * MS_PER_HOUR), stars=stars)

    def _awake(self, at_ms: float) -> float:
        """When a citizen does what comes to mind at an instant: those of the small hours wait for the morning."""
        hour = from_epoch_ms(int(at_ms)).astimezone(self._profile.timezone).hour
        return at_ms + WAKING_HOUR * MS_PER_HOUR if hour < WAKING_HOUR else at_ms

    # who and how

    def _lead(self, filing: Filing) -> str:
        return self._profile.lead_agency(filing.category, filing.ward or None, self._day(filing))

    def _habits(self, agency_code: str) -> Habits:
        agency = self._profile.agencies[agency_code]
        usual = self._config.district_agencies if agency.district_code else self._config.agencies["default"]
        return self._config.agencies.get(agency_code, usual)

    def _share(self, habits: Habits, rng: Random) -> float:
        """The share of the time up to the deadline that is used when it is kept."""
        certainty = self._config.work.pace_certainty
        return rng.betavariate(habits.pace * certainty, (1 - habits.pace) * certainty)

    def _evidence(self, filing: Filing, agency: str, rng: Random) -> dict[str, object]:
        work = self._config.work
        if self._profile.agencies[agency].group != work.photos_group:
            return {}
        place = _place_data(nearby(filing.point, rng))
        return {"photos_before": rng.randint(*work.photos), "photos_after": rng.randint(*work.photos), **place}


@dataclass(frozen=True, slots=True)
class _Window:
    """The time an agency has, and the hours in which it works."""

    from_ms: int
    due_ms: int
    hours: Calendar


def _calendar(profile: CityProfile, week: WeekHours) -> Calendar:
    """Hours without holidays, over the years of the city's own calendar."""
    hours = {WEEKDAYS.index(day): DayHours(opens, closes) for day, (opens, closes) in week.items()}
    first, last = profile.calendar.first_day.year, profile.calendar.last_day.year
    return build_calendar(profile.timezone, first, last, {}, hours)


def _filed_data(filing: Filing) -> dict[str, object]:
    data: dict[str, object] = {
        "category": filing.category,
        "channel": filing.channel,
        "classification": filing.classification,
        **_place_data(filing.point),
    }
    if filing.ward:
        data["ward"] = filing.ward
    return data


def _place_data(point: tuple[float, float] | None) -> dict[str, object]:
    return {} if point is None else {"lat": point[0], "lon": point[1]}
