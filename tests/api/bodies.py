"""Bodies as the documents show them, whole ones for one device."""

from typing import Any

from custom_components.amps.api import Action, Battery
from custom_components.amps.api.decode import battery as decode_battery
from custom_components.amps.api.decode_action import action as decode_action


def g2_battery(device_id: str = "device_1", **changes: Any) -> dict[str, Any]:
    """A read of `GET /battery/{id}` (3.2)."""
    shapes = ["immediate", "scheduled", "windowed"]
    percent = {"unit": "percent", "min": 10, "max": 100}
    power = {"unit": "kw", "min": 0, "max": 5}
    directed = {"parameters": {"target": percent, "power": power}, "execution": shapes}
    return {
        "id": device_id,
        "vendor": "foxess",
        "sync": {"available": True, "lastPulledAt": "2026-06-02T11:50:00.000Z"},
        "metadata": {"model": "H1-5.0", "source": "live", "cacheType": "normal"},
        "state": {
            "status": "discharging",
            "level": 46,
            "capacity": 10.4,
            "chargeRate": -1.8,
            "dischargeLimit": 10,
            "currentMode": "auto.balanced",
        },
        "conflictStrategies": ["cancel_and_replace", "queue_after"],
        "commands": {
            "charge": directed,
            "discharge": directed,
            "idle": {"parameters": {}, "execution": ["immediate"]},
            "auto.balanced": {
                "parameters": {},
                "execution": ["immediate", "scheduled"],
            },
            "auto.reserve": {
                "parameters": {"reserve": {"unit": "percent", "min": 0, "max": 100}},
                "execution": ["immediate"],
            },
        },
        "settings": {
            "discharge_floor": {
                "value": 10,
                "unit": "percent",
                "min": 0,
                "max": 100,
            },
            "charge_ceiling": {"value": 95, "unit": "percent"},
            "export_limit": {"value": 3600, "unit": "watts", "min": 0, "max": 5000},
            "scheduler_enabled": {"value": False},
        },
        "lastAction": {
            "id": "act_1",
            "command": "auto.balanced",
            "state": "failed",
            "createdAt": "2026-06-02T09:00:00.000Z",
            "updatedAt": "2026-06-02T09:00:31.000Z",
            "errorCode": "DEVICE_OFFLINE",
            "errorMessage": "no answer",
            "links": {"self": "/actions/act_1"},
        },
        "currentSchedule": None,
    } | changes


def g1_battery(device_id: str = "device_1", **changes: Any) -> dict[str, Any]:
    """The same in G1: commands with a type, nothing of what G2 added."""
    body = g2_battery(device_id)
    for key in ("conflictStrategies", "lastAction", "currentSchedule"):
        del body[key]
    for command in body["commands"].values():
        command["type"] = "set_operation_mode"
    return body | changes


def g0_battery(device_id: str = "device_1", **changes: Any) -> dict[str, Any]:
    """The same in G0: features instead of commands."""
    body = g1_battery(device_id)
    del body["commands"], body["settings"]
    body["metadata"]["cacheType"] = "expedite"
    level = {"key": "level", "min": 0, "max": 100}
    mode = {"key": "mode", "min": None, "max": None}
    return body | {"features": {"pull": [level], "push": [mode]}} | changes


def g2_action(action_id: str = "act_1", **changes: Any) -> dict[str, Any]:
    """A read of `GET /actions/{id}` (3.6)."""
    return {
        "id": action_id,
        "deviceId": "device_1",
        "deviceType": "battery",
        "command": "charge",
        "parameters": {
            "target": {"value": 90, "unit": "percent"},
            "power": {"value": 3, "unit": "kw"},
        },
        "state": "scheduled",
        "result": None,
        "errorCode": None,
        "errorMessage": None,
        "createdAt": "2026-06-02T11:00:00.000Z",
        "updatedAt": "2026-06-02T11:00:00.000Z",
        "acknowledgedAt": None,
        "completedAt": None,
        "start": "2026-06-02T22:30:00.000Z",
        "end": "2026-06-03T04:30:00.000Z",
        "links": {"self": f"/actions/{action_id}"},
    } | changes


def g1_action(action_id: str = "act_1", **changes: Any) -> dict[str, Any]:
    """The same in G1: the command is in the parameters."""
    body = g2_action(action_id)
    for key in ("deviceType", "command", "links"):
        del body[key]
    body["parameters"]["mode"] = "charge"
    return body | {"type": "battery:set_operation_mode"} | changes


def battery(**changes: Any) -> Battery:
    return decode_battery(g2_battery(**changes), "GET /battery/{id}")


def action(raw: Any) -> Action:
    return decode_action(raw, "GET /actions/{id}")
