"""config.yaml and the environment as frozen, validated values. Only app.py imports this."""

import os
from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from data_sources.alarm_config import AlarmSettings
from data_sources.city_feeds import FeedRow
from domain.city_status import Level, Measure
from domain.composite import USUAL_PARTS, ScorePart, check_weights
from domain.configuration import DEFAULT, PROGRAM, ConfiguredValue, given_in, is_given, leaves, places, shown
from domain.privacy import SCREEN_AUDIENCES, WALL_AUDIENCES, Audience
from domain.screen_care import CareRules
from domain.screen_reports import ReportRules
from layouts.arrangement import Grid, Scene, grid_of
from layouts.colours import LEAST_TEXT_CONTRAST
from layouts.theme import Bezels, Night, ScreenProfile, Theme, lowest_text_contrast
from sign_on_settings import OidcSettings

LOOPBACK_HOSTS = ("127.0.0.1", "::1", "localhost")
EMBEDDED = "embedded"
ENV_PREFIX, ENV_DELIMITER = "LIVEROOM_", "__"
OTHER_VARIABLES = ("LIVEROOM_CONFIG", "LIVEROOM_DATA")
"""Variables with our prefix that are no settings: which file to read, and where the tests find published data."""

SECRET = "client_secret"  # noqa: S105  # the name of a setting, whose value is never shown


class SettingsError(ValueError):
    """config.yaml or an environment variable holds something that cannot be used."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ServerSettings(_Section):
    """Where the screens are served, and what stands before them."""

    host: str = "127.0.0.1"
    port: int = Field(8050, ge=0, le=65535)
    tls: bool = False
    proxies: int = Field(0, ge=0, le=5)


class SignInSettings(_Section):
    """Who may come in, and for how long."""

    demonstration: bool = False
    idle_minutes: float = Field(60, ge=5)
    absolute_hours: float = Field(12, ge=1)
    oidc: OidcSettings | None = None


class StoreSettings(_Section):
    """The database."""

    url: str = "sqlite:///var/liveroom.db"


class StreamSettings(_Section):
    """Redis and how its streams are read."""

    url: str = EMBEDDED
    folder: Path = Path("var/redis")
    prefix: str = "liveroom:"
    group: str = Field("liveroom", min_length=1)
    batch: int = Field(500, ge=1, le=10_000)
    block_ms: int = Field(1000, ge=1, le=5_000)
    trim_every: int = Field(10_000, ge=1)


class RhythmSettings(_Section):
    """When a living feed is silent for longer than the hours of its week explain."""

    expected: float = Field(8, gt=1)
    longer: float = Field(1.5, ge=1)
    least_weeks: int = Field(4, ge=2)
    most_weeks: int = Field(8, ge=2, le=52)

    @model_validator(mode="after")
    def _most_not_below_least(self) -> Self:
        if self.most_weeks < self.least_weeks:
            raise ValueError("most_weeks must not be less than least_weeks")
        return self


class FeedRuleSettings(_Section):
    """When a feed is late, lost or quiet."""

    late_after_intervals: float = Field(3, gt=1)
    lost_after_intervals: float = Field(10, gt=1)
    quiet_after_seconds: float = Field(300, gt=0)
    rhythm: RhythmSettings = RhythmSettings()

    @model_validator(mode="after")
    def _lost_after_late(self) -> Self:
        if self.lost_after_intervals <= self.late_after_intervals:
            raise ValueError("lost_after_intervals must be greater than late_after_intervals")
        return self


class TableFeedSettings(_Section):
    """Rows of a database as events; exactly one of `table` and `query`."""

    name: str = Field(min_length=1, max_length=60)
    url: str
    table: str | None = None
    query: str | None = None
    key: str
    watermark: str
    poll_seconds: float = Field(5, gt=0, le=3600)
    batch: int = Field(500, ge=1, le=10_000)
    stream: Literal["complaints", "queues", "activity"] = "complaints"
    type: str
    at: str
    timezone: str | None = None
    fields: dict[str, str]
    constants: dict[str, Any] = {}
    overlap_seconds: float = Field(60, ge=0)
    overlap_count: int = Field(1000, ge=0)
    since: AwareDatetime | int | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.table is None) == (self.query is None):
            raise ValueError(f"table feed {self.name}: give either `table` or `query`")
        return self


class TargetSettings(_Section):
    """Targets and windows of the gauges and the leaderboard."""

    on_time: float = Field(0.90, ge=0, le=1)
    first_response: float = Field(0.95, ge=0, le=1)
    queue_service_level: float = Field(0.80, gt=0, lt=1)
    window_days: int = Field(28, ge=1, le=90)
    board_window_days: int = Field(90, ge=1, le=90)
    board_movement_days: int = Field(28, ge=1, le=45)
    board_smallest_n: int = Field(20, ge=2)
    board_prior_weight: float = Field(20, ge=0)


class ScoreSettings(_Section):
    """The score of agencies: the weight of each indicator, and the targets that no gauge has."""

    weights: dict[ScorePart, float] = Field({part: rule.weight for part, rule in USUAL_PARTS.items()}, min_length=1)
    reopened: float = Field(0.05, gt=0, lt=1)
    rating: float = Field(0.80, gt=0, le=1)
    evidence: float = Field(0.95, gt=0, le=1)

    @field_validator("weights")
    @classmethod
    def _sum_to_one(cls, weights: dict[ScorePart, float]) -> dict[ScorePart, float]:
        check_weights(weights)
        return weights


Source = Annotated[str, Field(min_length=1)]
"""Whose rule it is, in words."""


class HotspotSettings(_Section):
    """When complaints are a repeat hot-spot."""

    radius_m: float = Field(50, ge=1, le=1000)
    days: int = Field(90, ge=1, le=90)
    smallest_n: int = Field(3, ge=2)
    source: Source = (
        "Proposal of this project (50 m as used for duplicates in Ponorogo; no published rule of the city was found)"
    )


class DuplicateSettings(_Section):
    """When two cases are proposed as duplicates."""

    radius_m: float = Field(50, ge=1, le=1000)
    days: int = Field(7, ge=1, le=90)
    source: Source = "Practice of Ponorogo (github nawasara/aspirations, config/nawasara-aspirations.php, August 2026)"


class IncidentSettings(_Section):
    """When complaints are an emerging incident."""

    false_alarms: float = Field(1, gt=0, le=50)
    smallest_n: int = Field(3, ge=3)
    least_expected: float = Field(0.05, gt=0)
    hours: tuple[Annotated[int, Field(ge=1, le=24)], ...] = Field((1, 3, 6), min_length=1)
    radii_m: tuple[Annotated[float, Field(ge=50, le=5000)], ...] = Field((500, 1000), min_length=1)
    least_weeks: int = Field(4, ge=1, le=16)
    most_weeks: int = Field(8, ge=1, le=16)
    quiet_hours: float = Field(6, gt=0, le=24)
    longest_hours: float = Field(48, gt=0, le=96)
    source: Source = "Proposal of this project, tuned on published data"

    @model_validator(mode="after")
    def _most_after_least(self) -> Self:
        if self.most_weeks < self.least_weeks:
            raise ValueError(f"expected most_weeks of at least least_weeks ({self.least_weeks}), got {self.most_weeks}")
        return self


class BezelSettings(_Section):
    """The seams of a screen made of several."""

    grid: tuple[Annotated[int, Field(ge=1, le=12)], Annotated[int, Field(ge=1, le=12)]] = (1, 1)
    mm: float = Field(0, ge=0, le=100)


class NightSettings(_Section):
    """When a screen is dimmed, and how far."""

    begins: time
    ends: time
    level: float = Field(gt=0.3, le=1)


class ProfileSettings(_Section):
    """A kind of screen and who reads it."""

    resolution: tuple[Annotated[int, Field(ge=320, le=32_000)], Annotated[int, Field(ge=240, le=32_000)]]
    diagonal_inch: float = Field(gt=5, le=2000)
    viewer_m: float = Field(gt=0.3, le=100)
    bezels: BezelSettings = BezelSettings()
    theme: Theme = Theme.DARK
    night: NightSettings | None = None
    like: str = ""

    @model_validator(mode="after")
    def _legible_at_night(self) -> Self:
        if self.night is None:
            return self
        lowest = lowest_text_contrast(self.theme, self.night.level)
        if lowest < LEAST_TEXT_CONTRAST:
            raise ValueError(
                f"night.level: at {self.night.level:g} the quietest text has a contrast of {lowest:.2f} : 1, expected "
                f"at least {LEAST_TEXT_CONTRAST:g} : 1; take a higher level, and dim the screen itself further"
            )
        return self

    def screen(self, name: str) -> ScreenProfile:
        """It as the layouts know it."""
        night = Night(self.night.begins, self.night.ends, self.night.level) if self.night else None
        bezels = Bezels(*self.bezels.grid, self.bezels.mm)
        return ScreenProfile(
            name, *self.resolution, self.diagonal_inch, self.viewer_m, bezels, self.theme, night, self.like
        )


class GridSettings(_Section):
    """One part of a scene: how its panels stand."""

    areas: tuple[str, ...] = Field(min_length=1)
    columns: tuple[Annotated[float, Field(gt=0)], ...] = ()
    rows: tuple[Annotated[float, Field(gt=0)], ...] = ()

    @model_validator(mode="after")
    def _is_drawn_well(self) -> Self:
        self.grid()
        return self

    def grid(self) -> Grid:
        """It as the layouts know it. Raises ArrangementError."""
        return grid_of(self.areas, self.columns, self.rows)


class GridsSettings(_Section):
    """The parts of a scene on some kinds of screens."""

    profiles: tuple[str, ...] = Field(min_length=1)
    parts: tuple[GridSettings, ...] = Field(min_length=1, max_length=9)


class SceneSettings(_Section):
    """One scene of the wall."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")
    title: dict[Literal["id", "en"], Annotated[str, Field(min_length=1, max_length=40)]] = Field(min_length=1)
    dwell_seconds: float | None = Field(None, ge=5, le=3600)
    grids: tuple[GridsSettings, ...] = Field(min_length=1)

    def scene(self) -> Scene:
        """It as the layouts know it."""
        parts = {name: tuple(part.grid() for part in grids.parts) for grids in self.grids for name in grids.profiles}
        return Scene(
            self.name, {str(language): words for language, words in self.title.items()}, parts, self.dwell_seconds
        )


REPLACED_KEYS = ("width_mm", "aspect", "viewer_m")
"""Of one screen, before there were profiles."""


@cache
def _shipped_wall() -> Mapping[str, Any]:
    """The wall of the shipped config.yaml: whoever says nothing of profiles or scenes has those."""
    told: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "config.yaml").read_text(encoding="utf-8"))
    wall: dict[str, Any] = told["wall"]
    return wall


class WallSettings(_Section):
    """The screens, their scenes, and who may look at them."""

    language: Literal["id", "en"] = "id"
    profile: str = "wall-165"
    profiles: dict[str, ProfileSettings] = Field(
        default_factory=lambda: _shipped_wall()["profiles"], min_length=1, validate_default=True
    )
    screens: dict[str, str] = {}
    scenes: tuple[SceneSettings, ...] = Field(
        default_factory=lambda: _shipped_wall()["scenes"], min_length=1, validate_default=True
    )
    audiences: tuple[Audience, ...] = Field(SCREEN_AUDIENCES, min_length=1)
    tile_url: str | None = None
    dwell_seconds: float = Field(30, ge=5, le=3600)
    page_seconds: float = Field(8, ge=2, le=600)
    spotlight_seconds: float = Field(60, ge=5, le=3600)

    @model_validator(mode="before")
    @classmethod
    def _not_of_one_screen(cls, values: Any) -> Any:
        if isinstance(values, dict) and (old := [key for key in REPLACED_KEYS if key in values]):
            raise ValueError(
                f"{', '.join(old)}: a wall now has profiles, one for each kind of screen; write "
                f"profiles: {{my-wall: {{resolution: [3840, 2160], diagonal_inch: 165, viewer_m: 6, like: wall-165}}}} "
                f"and profile: my-wall instead"
            )
        return values

    @model_validator(mode="after")
    def _every_screen_has_scenes(self) -> Self:
        if self.profile not in self.profiles:
            raise ValueError(f"profile: expected one of {', '.join(self.profiles)}, got {self.profile!r}")
        for screen, name in self.screens.items():
            if name not in self.profiles:
                raise ValueError(f"screens.{screen}: expected one of {', '.join(self.profiles)}, got {name!r}")
        arranged = {name for scene in self.scenes for grids in scene.grids for name in grids.profiles}
        for name, profile in self.profiles.items():
            if (profile.like or name) not in arranged:
                raise ValueError(
                    f"profiles.{name}: no scene names {profile.like or name!r}; add it to the grids of some scenes, "
                    f"or say with `like` whose scenes it shows: one of {', '.join(sorted(arranged))}"
                )
        return self

    @field_validator("scenes")
    @classmethod
    def _each_once(cls, scenes: tuple[SceneSettings, ...]) -> tuple[SceneSettings, ...]:
        for scene in scenes:
            named = [name for grids in scene.grids for name in grids.profiles]
            if twice := sorted({name for name in named if named.count(name) > 1}):
                raise ValueError(f"scene {scene.name}: {', '.join(twice)} has two grids; leave one")
        names = [scene.name for scene in scenes]
        if again := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"{', '.join(again)} stands there twice; a scene has one name, and grids for each profile")
        return scenes

    @model_validator(mode="after")
    def _only_known_profiles(self) -> Self:
        if "scenes" not in self.model_fields_set:
            return self  # those that are shipped may speak of screens that are not here
        known = {name for name, profile in self.profiles.items()} | {p.like for p in self.profiles.values() if p.like}
        for scene in self.scenes:
            for grids in scene.grids:
                if unknown := sorted(set(grids.profiles) - known):
                    raise ValueError(
                        f"scene {scene.name}: there is no profile {', '.join(unknown)}; take some of "
                        f"{', '.join(sorted(known))}, or add it to wall.profiles"
                    )
        return self

    @field_validator("audiences")
    @classmethod
    def _a_wall_first(cls, audiences: tuple[Audience, ...]) -> tuple[Audience, ...]:
        if audiences[0] not in WALL_AUDIENCES:
            walls = " or ".join(audience.value for audience in WALL_AUDIENCES)
            raise ValueError(f"expected {walls} first: the review pages take their numbers of today from that view")
        return audiences

    @field_validator("audiences")
    @classmethod
    def _with_a_screen(cls, audiences: tuple[Audience, ...]) -> tuple[Audience, ...]:
        if unseen := [audience.value for audience in audiences if audience not in SCREEN_AUDIENCES]:
            known = ", ".join(audience.value for audience in SCREEN_AUDIENCES)
            raise ValueError(f"expected some of {known}, got {', '.join(unseen)}")
        return audiences


class ScreenSettings(_Section):
    """How unattended screens report and are kept for weeks."""

    report_seconds: float = Field(10, ge=5, le=300)
    late_after_seconds: float = Field(30, ge=10)
    lost_after_seconds: float = Field(120, ge=20)
    night_reload: time | None = time(3, 30)
    night_spread_minutes: float = Field(30, ge=0, le=120)
    release_spread_seconds: float = Field(20, ge=0, le=600)
    frozen_after_seconds: float = Field(20, ge=5, le=600)
    shift_px: int = Field(0, ge=0, le=4)
    shift_minutes: float = Field(3, ge=1, le=60)

    @model_validator(mode="after")
    def _in_this_order(self) -> Self:
        if not self.report_seconds < self.late_after_seconds < self.lost_after_seconds:
            raise ValueError(
                "expected report_seconds < late_after_seconds < lost_after_seconds, got "
                f"{self.report_seconds:g}, {self.late_after_seconds:g} and {self.lost_after_seconds:g}"
            )
        return self

    @property
    def care(self) -> CareRules:
        """How they are kept."""
        return CareRules(
            night=self.night_reload,
            night_spread=timedelta(minutes=self.night_spread_minutes),
            release_spread_seconds=self.release_spread_seconds,
            frozen_after_seconds=self.frozen_after_seconds,
            shift_px=self.shift_px,
            shift_minutes=self.shift_minutes,
        )

    @property
    def reports(self) -> ReportRules:
        """How they are judged by what they report."""
        return ReportRules(self.report_seconds, self.late_after_seconds, self.lost_after_seconds)


class StatusRuleSettings(_Section):
    """When a level of the city's status is proposed."""

    measure: Measure
    at_least: float = Field(ge=0)
    level: Level


class CityStatusSettings(_Section):
    """The city's status: what the wall does at a level, and what proposes one."""

    crisis_from: Level = Level.EMERGENCY
    crisis_scenes: tuple[str, ...] = ("status", "emergencies", "overview")
    rules: tuple[StatusRuleSettings, ...] = ()
    source: Source = "Proposal of this project"


class DutyShiftSettings(_Section):
    """A shift of the operators: it begins each day at a time, and ends where the next one begins."""

    name: str = Field(min_length=1, max_length=40)
    begins: time


class ConsoleSettings(_Section):
    """The operators' desks."""

    soon_hours: float = Field(24, gt=0, le=24 * 14)
    arrival_minutes: float = Field(15, gt=0, le=240)
    most_rows: int = Field(500, ge=20, le=5000)
    hold_seconds: float = Field(20, ge=2, le=600)
    shelve_most_hours: float = Field(24, gt=0, le=168)
    shelve_hours: tuple[Annotated[float, Field(gt=0)], ...] = Field((1, 4, 24), min_length=1)
    steering_idle_minutes: float = Field(15, ge=1, le=24 * 60)
    desks: tuple[Annotated[str, Field(min_length=1, max_length=40)], ...] = ("Meja 1", "Meja 2", "Meja 3", "Meja 4")
    shifts: tuple[DutyShiftSettings, ...] = (
        DutyShiftSettings(name="Pagi", begins=time(7)),
        DutyShiftSettings(name="Siang", begins=time(14)),
        DutyShiftSettings(name="Malam", begins=time(21)),
    )
    handover_indicators: tuple[str, ...] = ("A02", "A03", "A04", "B05", "C01")

    @field_validator("shifts")
    @classmethod
    def _begin_apart(cls, shifts: tuple[DutyShiftSettings, ...]) -> tuple[DutyShiftSettings, ...]:
        if len({shift.begins for shift in shifts}) < len(shifts):
            raise ValueError("expected shifts that begin at different times; take one of two that begin together out")
        return shifts

    @model_validator(mode="after")
    def _shelve_within_limits(self) -> Self:
        if max(self.shelve_hours) > self.shelve_most_hours:
            raise ValueError(
                f"expected shelve_hours of at most shelve_most_hours ({self.shelve_most_hours:g}), "
                f"got {max(self.shelve_hours):g}"
            )
        return self


class DeadLetterSettings(_Section):
    """How long raw bytes of rejected entries are kept."""

    keep_raw_days: int = Field(30, ge=1)


class PrivacySettings(_Section):
    """How long personal data are kept. A proposal of this project; the city's own rule decides."""

    keep_personal_days: int = Field(365, ge=1, le=3660)


class FieldWorkSettings(_Section):
    """How long the trail of a crew is kept: no longer than is needed to look into a recent task."""

    keep_trail_days: int = Field(30, ge=1, le=30)


class MapSettings(_Section):
    """For how long the trails of crews are drawn, and of how many cases a share of a ward is told at least."""

    trail_minutes: float = Field(15, gt=0, le=60)
    smallest_n: int = Field(10, ge=5)


class SnapshotSettings(_Section):
    """How long what the screens showed is kept."""

    keep_days: int = Field(7, ge=1, le=3660)


class SimulationSettings(_Section):
    """The demonstration."""

    enabled: bool = True
    seed: int = 3671
    history_days: int = Field(120, ge=116, le=365)  # longer than the longest life of a simulated complaint
    start_time: time = time(9, 30)
    speed: float = Field(20, ge=1)
    night_speed: float = Field(600, ge=1)


class Settings(BaseSettings):
    """One installation."""

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX, env_nested_delimiter=ENV_DELIMITER, frozen=True, extra="forbid", validate_default=True
    )

    city: Path = Path("cities/tangerang")
    boundaries: Path | None = None
    store_ratings: Path | None = None
    server: ServerSettings = ServerSettings()
    store: StoreSettings = StoreSettings()
    streams: StreamSettings = StreamSettings()
    feeds: tuple[FeedRow, ...] | None = None
    feed_rules: FeedRuleSettings = FeedRuleSettings()
    table_feeds: tuple[TableFeedSettings, ...] = ()
    targets: TargetSettings = TargetSettings()
    score: ScoreSettings = ScoreSettings()
    hotspots: HotspotSettings = HotspotSettings()
    duplicates: DuplicateSettings = DuplicateSettings()
    incidents: IncidentSettings = IncidentSettings()
    alarms: AlarmSettings = AlarmSettings()
    wall: WallSettings = Field(default_factory=WallSettings)
    city_status: CityStatusSettings = CityStatusSettings()
    console: ConsoleSettings = ConsoleSettings()
    sign_in: SignInSettings = SignInSettings()
    screens: ScreenSettings = ScreenSettings()
    dead_letters: DeadLetterSettings = DeadLetterSettings()
    privacy: PrivacySettings = PrivacySettings()
    field_work: FieldWorkSettings = FieldWorkSettings()
    map: MapSettings = MapSettings()
    snapshots: SnapshotSettings = SnapshotSettings()
    simulation: SimulationSettings = SimulationSettings()

    _sources: dict[str, tuple[object, str]] = PrivateAttr(default_factory=dict)
    """Of a loaded configuration: each value by its place, as it was loaded, and where from."""

    @model_validator(mode="after")
    def _crisis_scenes_exist(self) -> Self:
        known = [scene.name for scene in self.wall.scenes]
        if "crisis_scenes" not in self.city_status.model_fields_set:
            return self  # of the usual ones those come first that there are
        if unknown := [name for name in self.city_status.crisis_scenes if name not in known]:
            raise ValueError(
                f"city_status.crisis_scenes: there is no scene {', '.join(unknown)}; take some of {', '.join(known)}"
            )
        return self

    @model_validator(mode="after")
    def _simulate_only_in_private(self) -> Self:
        if self.simulation.enabled and self.streams.url != EMBEDDED:
            raise ValueError(
                "simulation.enabled is true but streams.url is not embedded: simulated events never go to a city's own "
                "Redis; set simulation.enabled to false"
            )
        return self

    @model_validator(mode="after")
    def _demonstrate_only_here(self) -> Self:
        if self.sign_in.demonstration and self.server.host not in LOOPBACK_HOSTS:
            raise ValueError(
                f"sign_in.demonstration lets everybody in who has a link, so server.host must be one of "
                f"{', '.join(LOOPBACK_HOSTS)}, got {self.server.host!r}; set sign_in.demonstration to false"
            )
        return self

    @model_validator(mode="after")
    def _encrypted_as_browsers_see_it(self) -> Self:
        oidc = self.sign_in.oidc
        if oidc is not None and oidc.address.startswith("https://") != self.server.tls:
            raise ValueError(
                f"sign_in.oidc.address is {oidc.address} but server.tls is {str(self.server.tls).lower()}: cookies "
                f"depend on it; set server.tls to true behind https:// and to false on http://"
            )
        return self

    def remember(self, in_file: Mapping[Any, Any], file: str) -> None:
        """Keep where each value came from: a file with what it holds, or a variable of the environment."""
        variables = {name.upper(): value for name, value in os.environ.items()}
        for key, value in leaves(self.model_dump(mode="json")):
            self._sources[key] = (
                value,
                _variable(key, variables) or (file if is_given(in_file, places(key)) else DEFAULT),
            )

    def configuration(self) -> Sequence[ConfiguredValue]:
        """Every value in force with its source, secrets masked: the default, the file, a variable, or the program."""
        usual = dict(leaves(Settings.model_construct().model_dump(mode="json")))

        def source(key: str, value: object) -> str:
            loaded, where = self._sources.get(key, (None, PROGRAM))
            if where != PROGRAM and loaded == value:
                return where
            return DEFAULT if key in usual and usual[key] == value else PROGRAM

        return [shown(key, value, source(key, value)) for key, value in leaves(self.model_dump(mode="json"))]

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  # the signature is pydantic's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file."""
        return env_settings, init_settings


def load_settings(path: Path | None = None) -> Settings:
    """Read config.yaml (or the file that LIVEROOM_CONFIG names) and the environment. Raises SettingsError."""
    source = path or Path(os.environ.get("LIVEROOM_CONFIG", "config.yaml"))
    try:
        values = yaml.safe_load(source.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{source}: cannot be read as YAML: {error}") from error
    if not isinstance(values, dict):
        raise SettingsError(f"{source}: expected keys and values, got {type(values).__name__}")
    _refuse_unknown_variables()
    try:
        loaded = Settings(**{str(key): value for key, value in values.items()})
    except ValidationError as error:
        lines = "\n".join(_line(dict(problem)) for problem in error.errors())
        raise SettingsError(f"{source} (or a LIVEROOM_ variable):\n{lines}") from error
    loaded.remember(values, source.name)
    return loaded


def _refuse_unknown_variables() -> None:
    """A misspelled variable would otherwise be passed over in silence. Raises SettingsError."""
    names = sorted(name for name in os.environ if name.upper().startswith(ENV_PREFIX))
    unknown = [name for name in names if name.upper() not in OTHER_VARIABLES and _section(name) not in _known()]
    if unknown:
        known = ", ".join(name.upper() for name in _known())
        raise SettingsError(f"{', '.join(unknown)}: no such setting; expected {ENV_PREFIX} and one of {known}")


def _variable(key: str, variables: Mapping[str, str]) -> str:
    """The variable that gives a value, by itself or with its whole section as JSON; empty without one."""
    path = places(key)
    for length in range(len(path), 0, -1):
        name = ENV_PREFIX + ENV_DELIMITER.join(path[:length]).upper()
        if name in variables and is_given(given_in(variables[name]), path[length:]):
            return name
    return ""


def _section(variable: str) -> str:
    return variable.upper().removeprefix(ENV_PREFIX).partition(ENV_DELIMITER)[0].lower()


def _known() -> list[str]:
    return list(Settings.model_fields)


def _line(problem: dict[str, Any]) -> str:
    place = ".".join(str(part) for part in problem["loc"]) or "settings"
    message = str(problem["msg"]).removeprefix("Value error, ")
    return f"  {place}: {message} (got {_shown(problem)!r:.80})"


def _shown(problem: dict[str, Any]) -> object:
    """What came, without secrets: a section is told by its keys alone where one of them is."""
    came = problem["input"]
    is_secret = SECRET in problem["loc"] or (isinstance(came, dict) and _holds_secret(came))
    return (sorted(came) if isinstance(came, dict) else "a secret") if is_secret else came


def _holds_secret(section: dict[str, Any]) -> bool:
    return SECRET in section or any(_holds_secret(value) for value in section.values() if isinstance(value, dict))
