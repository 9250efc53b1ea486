"""Prefect automations, from automations.yml: mark runs whose process is gone, tell somebody of alarms."""

from __future__ import annotations

from pathlib import Path

from prefect.automations import Automation
from prefect.blocks.notifications import AppriseNotificationBlock
from prefect.client.orchestration import get_client
from pydantic import SecretStr

from parsers.datafile import read_yaml

FILE = Path(__file__).with_suffix(".yml")
BLOCK = "dragoman-notify"
NOTIFY = "send-notification"


class Notify(AppriseNotificationBlock):
    """Where alarms go: any address that Apprise knows, e-mail and web hooks among them.

    A server finds it through the entry point `prefect.collections`.
    """

    _block_type_name = "Dragoman notification"


async def install(notify: SecretStr | None) -> None:
    """Give the server our automations in place of those it has of the same names.

    `notify` is where alarms go, as an Apprise address (`json://host/path`, `mailtos://user:password@host?to=...`,
    `slack://...`); it is kept in a Prefect block. Without it the automations that tell somebody are left out.
    """
    block = await Notify(url=notify).save(BLOCK, overwrite=True) if notify else None
    async with get_client() as client:
        for definition in read_yaml(FILE):
            telling = [action for action in definition["actions"] if action["type"] == NOTIFY]
            if telling and not block:
                continue
            for action in telling:
                action["block_document_id"] = str(block)
            automation = Automation.model_validate(definition)
            for old in await client.read_automations_by_name(automation.name):
                await client.delete_automation(old.id)
            await automation.acreate()
