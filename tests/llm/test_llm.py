"""Planning through an assistant with a language model, by Home Assistant's own API."""

from datetime import timedelta
from typing import Any

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.components.llm import async_get_tools
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    llm,
)
import probatio
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from simulator import World

from ..entities import FULL, WINDOWED, call, entity_id, ha_device_id
from ..travel import Travel
from ..windows import answer, schedule, waiting

ASSISTANT = "conversation"
PLAN, GET, CANCEL = "amps__plan_window", "amps__get_windows", "amps__cancel_window"
GOAL, DAY = "amps__plan_goal", "amps__get_plan"
NIGHT = {"start": "2026-11-24T00:30:00", "end": "2026-11-24T05:30:00"}
NAME = "GivEnergy All in One 10.4"
TWO = pytest.mark.parametrize("batteries", [2])

pytestmark = pytest.mark.usefixtures("assist")


def expose(hass: HomeAssistant, battery: str = FULL, *, exposed: bool = True) -> None:
    calendar = entity_id(hass, "calendar", "plan", battery)
    async_expose_entity(hass, ASSISTANT, calendar, exposed)


async def api_of(
    hass: HomeAssistant,
    travel: Travel,
    *,
    assistant: str = ASSISTANT,
    user: str | None = None,
) -> llm.APIInstance:
    """Return what a conversation agent gets of Home Assistant."""
    context = llm.LLMContext(
        platform="test",
        context=Context(user_id=user),
        language="en",
        assistant=assistant,
        device_id=None,
    )
    return await travel.run(llm.async_get_api(hass, llm.LLM_API_ASSIST, context))


async def use(api: llm.APIInstance, travel: Travel, tool: str, **args: Any) -> Any:
    """Call a tool as a model does, and give its answer."""
    called = api.async_call_tool(llm.ToolInput(tool_name=tool, tool_args=args))
    result = await travel.run(called)
    await travel.settle()
    assert result.error is ("error" in result.data)
    return result.data


async def refusal(api: llm.APIInstance, travel: Travel, tool: str, **args: Any) -> str:
    """Return why a tool refuses, in words that a model can relay."""
    data = await use(api, travel, tool, **args)
    assert list(data) == ["error"]
    text: str = data["error"]
    assert "{" not in text
    return text


def names_of(api: llm.APIInstance) -> set[str]:
    return {offered.name for offered in api.tools if offered.name.startswith("amps__")}


async def test_no_tools_for_what_is_not_exposed(
    hass: HomeAssistant, travel: Travel
) -> None:
    assert names_of(await api_of(hass, travel)) == set()
    expose(hass)
    api = await api_of(hass, travel)
    assert names_of(api) == {PLAN, GOAL, GET, DAY, CANCEL}
    assert NAME in api.api_prompt
    assert names_of(await api_of(hass, travel, assistant="other")) == set()

    expose(hass, exposed=False)
    assert "Expose" in await refusal(api, travel, GET)
    assert "Expose" in await refusal(api, travel, PLAN, command="charge", **NIGHT)
    assert await answer(hass, travel, "get_windows") == []


async def test_no_tools_while_the_entry_is_not_loaded(
    hass: HomeAssistant, integration: MockConfigEntry, travel: Travel
) -> None:
    expose(hass)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    assert names_of(await api_of(hass, travel)) == set()


async def test_no_tools_outside_assist(hass: HomeAssistant, travel: Travel) -> None:
    expose(hass)
    context = (await api_of(hass, travel)).llm_context
    tools = await travel.run(async_get_tools(hass, context, "other"))
    assert not [tool for tool in tools.tools if tool.name.startswith("amps__")]


async def test_no_tools_for_a_disabled_calendar(
    hass: HomeAssistant, travel: Travel
) -> None:
    expose(hass)
    er.async_get(hass).async_update_entity(
        entity_id(hass, "calendar", "plan"), disabled_by=er.RegistryEntryDisabler.USER
    )
    assert names_of(await api_of(hass, travel)) == set()


async def test_models_are_told_what_to_give(
    hass: HomeAssistant, travel: Travel, caplog: pytest.LogCaptureFixture
) -> None:
    expose(hass)
    api = await api_of(hass, travel)
    required = {}
    for tool in (offered for offered in api.tools if offered.name.startswith("amps__")):
        shape: dict[str, Any] = probatio.to_openapi(
            tool.parameters,
            custom_serializer=api.custom_serializer,
            openapi_version="3.1.0",
        )
        assert shape["additionalProperties"] is False
        for prop in shape["properties"].values():
            assert prop["description"]
            assert prop["type"] in {"string", "number", "integer", "boolean"}
        assert tool.description
        assert tool.title
        required[tool.name] = shape.get("required", [])
    assert required == {
        GET: [],
        DAY: [],
        PLAN: ["command"],
        GOAL: ["command", "end"],
        CANCEL: ["uid"],
    }
    assert "without an integration" not in caplog.text
    assert "not prefixed" not in caplog.text


async def test_plan_ask_and_cancel(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    expose(hass)
    api = await api_of(hass, travel)
    data = await use(api, travel, PLAN, command="charge", target=90, power=3, **NIGHT)
    (window,) = data["windows"]
    assert data == {
        "windows": [
            {
                "battery": NAME,
                "uid": window["uid"],
                "start": "2026-11-24T00:30:00+00:00",
                "end": "2026-11-24T05:30:00+00:00",
                "command": "charge",
                "target": 90,
                "power": 3,
                "origin": "plan",
                "state": "planned",
            }
        ]
    }
    await travel(10)
    assert waiting(world) == [("2026-11-24T00:30:00", "2026-11-24T05:30:00")]
    assert await use(api, travel, GET) == {"windows": [window | {"state": "sent"}]}

    cancelled = await use(api, travel, CANCEL, uid=window["uid"])
    assert cancelled["range"] == "this"
    assert [cancelled_one["outcome"] for cancelled_one in cancelled["windows"]] == [
        "cancelled"
    ]
    await travel(10)
    assert waiting(world) == []
    assert await use(api, travel, GET) == {"windows": []}


async def test_now_for_some_minutes_with_blanks(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    expose(hass)
    api = await api_of(hass, travel)
    blank = {"start": None, "end": "", "repeat": ""}
    await use(api, travel, PLAN, command="charge", duration=90, **blank)
    await travel(timedelta(minutes=3))
    assert world.device(FULL).mode.command == "charge"
    (window,) = (await use(api, travel, GET))["windows"]
    assert window["state"] == "active"


async def test_the_next_one_and_the_whole_series(
    hass: HomeAssistant, travel: Travel
) -> None:
    expose(hass)
    api = await api_of(hass, travel)
    await use(api, travel, PLAN, command="charge", repeat="FREQ=DAILY", **NIGHT)
    text = await refusal(api, travel, CANCEL, uid="next", range="all")
    assert "single" in text
    moment = "2026-11-25T00:30:00"
    assert "single" in await refusal(api, travel, CANCEL, uid="Next", occurrence=moment)
    (gone,) = (await use(api, travel, CANCEL, uid="next"))["windows"]
    assert gone["start"] == "2026-11-24T00:30:00+00:00"

    await use(api, travel, CANCEL, uid=gone["uid"], occurrence="2026-11-26T00:30:00")
    listed = (await use(api, travel, GET, end="2026-11-28T00:00:00"))["windows"]
    assert [entry["start"][:10] for entry in listed] == ["2026-11-25", "2026-11-27"]
    await use(api, travel, CANCEL, uid=gone["uid"], range="all")
    assert (await use(api, travel, GET))["windows"] == []
    assert "planned" in await refusal(api, travel, CANCEL, uid="next")


async def test_a_long_list_is_cut(hass: HomeAssistant, travel: Travel) -> None:
    expose(hass)
    api = await api_of(hass, travel)
    await use(api, travel, PLAN, command="charge", repeat="FREQ=DAILY", **NIGHT)
    data = await use(api, travel, GET, end="2027-02-01T00:00:00")
    assert len(data["windows"]) == 50
    assert data["more"] == 19


@pytest.mark.parametrize(
    ("tool", "args", "words"),
    [
        (PLAN, {"command": "charge", "start": NIGHT["start"]}, "either an end"),
        (PLAN, {"command": "charge", "duration": 9, **NIGHT}, "either an end"),
        (PLAN, {"command": "charge", "duration": 0}, "at least 1"),
        (PLAN, {"command": "explode", **NIGHT}, "command"),
        (PLAN, {"command": "charge", "replace": True, **NIGHT}, "replace"),
        (PLAN, {"command": "charge", "target": 101, **NIGHT}, "target"),
        (PLAN, {"command": "charge", "power": "nan", **NIGHT}, "power"),
        (PLAN, {"command": "charge", "power": 90, **NIGHT}, "has to be in the range"),
        (PLAN, {"command": "charge", "start": "soon", "duration": 9}, "start"),
        (PLAN, {"command": "idle", "target": 50, **NIGHT}, "target"),
        (PLAN, {"command": "idle", "repeat": "often", **NIGHT}, "is not valid"),
        (PLAN, {"command": "idle", "battery": "Car", **NIGHT}, NAME),
        (GET, {"end": "2026-11-01T00:00:00"}, "after the start"),
        (CANCEL, {}, "uid"),
        (CANCEL, {"uid": "unknown"}, "unknown"),
        (CANCEL, {"uid": "next", "range": "everything"}, "range"),
    ],
)
async def test_errors_are_words(
    hass: HomeAssistant, travel: Travel, tool: str, args: dict[str, Any], words: str
) -> None:
    window = await schedule(
        hass, travel, "2026-11-25 00:30:00", "2026-11-25 05:30:00", command="idle"
    )
    expose(hass)
    api = await api_of(hass, travel)
    assert words in await refusal(api, travel, tool, **args)
    listed = await answer(hass, travel, "get_windows")
    assert [entry["uid"] for entry in listed] == [window["uid"]]


async def test_nothing_is_replaced(hass: HomeAssistant, travel: Travel) -> None:
    expose(hass)
    api = await api_of(hass, travel)
    await use(api, travel, PLAN, command="charge", **NIGHT)
    assert "overlap" in await refusal(api, travel, PLAN, command="idle", **NIGHT)
    assert [
        window["command"] for window in (await use(api, travel, GET))["windows"]
    ] == ["charge"]


async def test_a_paused_plan_is_told(hass: HomeAssistant, travel: Travel) -> None:
    expose(hass)
    await call(hass, travel, "switch", "turn_off", key="plan_enabled")
    api = await api_of(hass, travel)
    data = await use(api, travel, PLAN, command="charge", **NIGHT)
    assert data["plan_paused"] == [NAME]


@TWO
async def test_one_of_two_is_exposed(hass: HomeAssistant, travel: Travel) -> None:
    expose(hass, WINDOWED)
    await schedule(hass, travel, NIGHT["start"], NIGHT["end"])
    api = await api_of(hass, travel)
    await use(api, travel, PLAN, command="charge", **NIGHT)
    assert len(await answer(hass, travel, "get_windows", batteries=[WINDOWED])) == 1
    assert len((await use(api, travel, GET))["windows"]) == 1
    text = await refusal(api, travel, CANCEL, uid="next", battery=NAME)
    assert "named" in text
    assert len(await answer(hass, travel, "get_windows")) == 1


@TWO
async def test_batteries_by_name_alias_area_and_device(
    hass: HomeAssistant, travel: Travel
) -> None:
    expose(hass)
    expose(hass, WINDOWED)
    api = await api_of(hass, travel)
    assert "battery" in await refusal(api, travel, PLAN, command="charge", **NIGHT)
    areas, devices = ar.async_get(hass), dr.async_get(hass)
    garage = areas.async_create("Garage", aliases={"Carport"})
    shown = er.async_get(hass).async_update_entity(
        entity_id(hass, "calendar", "plan"), aliases=["Big one", er.COMPUTED_NAME]
    )
    devices.async_update_device(ha_device_id(hass, WINDOWED), area_id=garage.id)
    for battery, words in (
        (FULL, (NAME.lower(), " big ONE", shown.entity_id, ha_device_id(hass))),
        (WINDOWED, ("garage", "Carport")),
    ):
        for day, word in enumerate(words, start=1):
            start, end = f"2026-12-0{day}T01:00:00", f"2026-12-0{day}T02:00:00"
            times = {"start": start, "end": end, "battery": word}
            await use(api, travel, PLAN, command="charge", **times)
        listed = await answer(
            hass, travel, "get_windows", batteries=[battery], end="2026-12-08T00:00:00"
        )
        assert len(listed) == len(words)
    both = await use(api, travel, GET, end="2026-12-08T00:00:00")
    assert len(both["windows"]) == 6
    starts = [window["start"] for window in both["windows"]]
    assert starts == sorted(starts)


@TWO
async def test_what_is_not_clear_is_asked_for(
    hass: HomeAssistant, travel: Travel
) -> None:
    areas, devices = ar.async_get(hass), dr.async_get(hass)
    garage = areas.async_create("Garage")
    for battery in (FULL, WINDOWED):
        expose(hass, battery)
        devices.async_update_device(
            ha_device_id(hass, battery), area_id=garage.id, name_by_user="Battery"
        )
    await travel.settle()
    api = await api_of(hass, travel)
    calendars = [
        entity_id(hass, "calendar", "plan", battery_id)
        for battery_id in (FULL, WINDOWED)
    ]
    for word in ("Garage", "Battery"):
        text = await refusal(api, travel, CANCEL, uid="next", battery=word)
        assert all(calendar in text for calendar in calendars)
    await use(api, travel, PLAN, command="charge", battery=calendars[0], **NIGHT)
    assert len(await answer(hass, travel, "get_windows")) == 1


@TWO
async def test_one_left_of_two(hass: HomeAssistant, travel: Travel) -> None:
    expose(hass)
    api = await api_of(hass, travel)
    expose(hass, WINDOWED)
    text = await refusal(api, travel, PLAN, command="charge", **NIGHT)
    assert "Choose one of" in text


async def test_who_may_only_look(
    hass: HomeAssistant, travel: Travel, hass_read_only_user: MockUser
) -> None:
    expose(hass)
    await schedule(hass, travel, NIGHT["start"], NIGHT["end"])
    api = await api_of(hass, travel, user=hass_read_only_user.id)
    assert len((await use(api, travel, GET))["windows"]) == 1
    text = await refusal(api, travel, CANCEL, uid="next")
    assert "administrator" in text
    assert len(await answer(hass, travel, "get_windows")) == 1
    stranger = await api_of(hass, travel, user="gone")
    assert "administrator" in await refusal(stranger, travel, GET)


async def test_who_may_do_all(
    hass: HomeAssistant, travel: Travel, hass_admin_user: MockUser
) -> None:
    expose(hass)
    api = await api_of(hass, travel, user=hass_admin_user.id)
    await use(api, travel, PLAN, command="charge", **NIGHT)
    assert len(await answer(hass, travel, "get_windows")) == 1
