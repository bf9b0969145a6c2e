"""The moments at which Home Assistant is ended hard."""

from datetime import timedelta

from .rehearse_judge import Planned
from .rehearse_kill import Point, Scene

ALONE = {"conflict_strategies": ["cancel_and_replace"]}
"""A battery at which nothing can be queued."""
HELD = 60
"""Seconds for which an answer is held back: longer than a kill takes."""


async def _after_answer(scene: Scene) -> None:
    _ = await scene.plan()
    await scene.kill()


async def _intent(scene: Scene) -> None:
    scene.meanwhile(scene.plan())
    await scene.intends()
    await scene.kill()


async def _never_arrives(scene: Scene) -> None:
    await scene.fault("push", delay=HELD, drop=True)
    _ = await scene.plan()
    await scene.asked("push")
    await scene.kill()


async def _stored_later(scene: Scene) -> None:
    await scene.fault("push", delay=HELD)
    _ = await scene.plan()
    await scene.asked("push")
    await scene.kill()


async def _stored_much_later(scene: Scene) -> None:
    await scene.fault("push", delay=900)
    _ = await scene.plan()
    await scene.asked("push")
    await scene.kill()


async def _answer_lost(scene: Scene) -> None:
    await scene.fault("push", delay=HELD, after=True, drop=True)
    _ = await scene.plan()
    await scene.stored()
    await scene.kill()


async def _answered(scene: Scene) -> None:
    _ = await scene.plan()
    await scene.stored()
    await scene.kill()


async def _back_never_arrives(scene: Scene) -> None:
    await scene.fault("push", skip=1, delay=HELD, drop=True)
    _ = await scene.plan()
    await scene.asked("push", 2)
    await scene.kill()


async def _back_answer_lost(scene: Scene) -> None:
    await scene.fault("push", skip=1, delay=HELD, after=True, drop=True)
    _ = await scene.plan()
    await scene.stored(2)
    await scene.kill()


async def _both_wait(scene: Scene) -> None:
    _ = await scene.plan()
    await scene.stored(2)
    await scene.stage.until(await scene.stage.amps.now() + timedelta(minutes=2))
    await scene.kill()


async def _near(scene: Scene, seconds: int, *, end: bool = False) -> None:
    planned = await scene.plan(start=4)
    await scene.stored(1)
    await _until(scene, planned, seconds, end=end)
    await scene.kill()


async def _until(scene: Scene, planned: Planned, seconds: int, *, end: bool) -> None:
    limit = planned.end if end else planned.start
    await scene.stage.until(limit + timedelta(seconds=seconds))


async def _before_start(scene: Scene) -> None:
    await _near(scene, -10)


async def _at_start(scene: Scene) -> None:
    await _near(scene, 2)


async def _inside(scene: Scene) -> None:
    await _near(scene, 360)


async def _before_end(scene: Scene) -> None:
    await _near(scene, -10, end=True)


async def _at_end(scene: Scene) -> None:
    await _near(scene, 1, end=True)


async def _after_end(scene: Scene) -> None:
    await _near(scene, 6, end=True)


async def _alone_back_never_arrives(scene: Scene) -> None:
    await scene.fault("push", skip=1, delay=HELD, drop=True)
    _ = await scene.plan(start=4)
    await scene.asked("push", 2)
    await scene.kill()


async def _alone_back_answer_lost(scene: Scene) -> None:
    await scene.fault("push", skip=1, delay=HELD, after=True, drop=True)
    _ = await scene.plan(start=4)
    await scene.stored(2)
    await scene.kill()


async def _withdrawal_never_arrives(scene: Scene) -> None:
    planned = await scene.plan()
    await scene.stored(1)
    await scene.fault("cancel", delay=HELD, drop=True)
    await scene.move(planned)
    await scene.asked("cancel")
    await scene.kill()


async def _withdrawal_answer_lost(scene: Scene) -> None:
    planned = await scene.plan()
    await scene.stored(1)
    await scene.fault("cancel", delay=HELD, after=True, drop=True)
    await scene.move(planned)
    await scene.withdrawn()
    await scene.kill()


async def _moved_answer_lost(scene: Scene) -> None:
    planned = await scene.plan()
    await scene.stored(2)
    await scene.fault("push", delay=HELD, after=True, drop=True)
    await scene.move(planned)
    await scene.stored(3)
    await scene.kill()


async def _skipped_answer_lost(scene: Scene) -> None:
    planned = await scene.plan()
    await scene.stored(1)
    await scene.fault("cancel", delay=HELD, after=True, drop=True)
    await scene.skip(planned)
    await scene.withdrawn()
    await scene.kill()


async def _by_hand(scene: Scene) -> None:
    _ = await scene.plan()
    await scene.stored(2)
    await scene.fault("push", delay=HELD, after=True, drop=True)
    scene.meanwhile(scene.owner.choose_mode("idle"))
    await scene.stored(3)
    await scene.kill()


async def _starting(scene: Scene) -> None:
    _ = await scene.plan()
    await scene.kill()
    for seconds in (60, 120):
        await scene.stage.launch()
        later = await scene.stage.amps.now() + timedelta(seconds=seconds)
        await scene.stage.until(later)
        await scene.kill()


async def _looking_up(scene: Scene) -> None:
    await scene.fault("push", delay=HELD, after=True, drop=True)
    _ = await scene.plan()
    await scene.stored()
    await scene.kill()
    await scene.fault("list_actions", delay=HELD)
    await scene.stage.launch()
    await scene.asked("list_actions")
    await scene.kill()


POINTS = (
    Point("right after schedule_window's answer", _after_answer),
    Point("the intent is on the disk", _intent),
    Point("push on its way, never arrives", _never_arrives),
    Point("push on its way, stored a minute later", _stored_later),
    Point("push on its way, stored when up again", _stored_much_later),
    Point("push stored, answer not sent", _answer_lost),
    Point("push answered", _answered),
    Point("queued return on its way, never arrives", _back_never_arrives, queues=True),
    Point("queued return stored, answer not sent", _back_answer_lost, queues=True),
    Point("window and return wait at Amps", _both_wait, queues=True),
    Point("just before the start", _before_start),
    Point("at the start", _at_start),
    Point("inside the window", _inside),
    Point("just before the end", _before_end),
    Point("at the end, before the return", _at_end),
    Point("after the return", _after_end),
    Point("nothing queues: at the end", _at_end, ALONE),
    Point("nothing queues: return never arrives", _alone_back_never_arrives, ALONE),
    Point("nothing queues: return's answer lost", _alone_back_answer_lost, ALONE),
    Point("edited: withdrawal never arrives", _withdrawal_never_arrives),
    Point("edited: withdrawal's answer lost", _withdrawal_answer_lost),
    Point("edited: new push stored, answer lost", _moved_answer_lost, queues=True),
    Point("skipped: withdrawal's answer lost", _skipped_answer_lost),
    Point("mode by hand stored, answer lost", _by_hand, queues=True),
    Point("during the start-up, twice", _starting),
    Point("looking up a lost answer", _looking_up),
)
