"""All tables of a board, in an order in which each comes after those it refers to."""

from __future__ import annotations

from csboard.db import models
from csboard.db.clock_models import CLOCK_MODELS
from csboard.db.knowledge_models import INDEX_MODELS, KNOWLEDGE_MODELS
from csboard.db.leave_models import LEAVE_MODELS
from csboard.db.reply_models import REPLY_MODELS
from csboard.db.tag_models import TaggingRow, TagRow

MODELS: tuple[type[models.Row], ...] = (
    models.BoardRow,
    models.MemberRow,
    models.CustomerRow,
    models.AddressRow,
    models.InquiryRow,
    models.TaskRow,
    models.ReceiptRow,
    models.RawRow,
    models.MessageRow,
    models.EventRow,
    models.FormerRow,
    models.LinkRow,
    models.PersonalRow,
    models.BlockRow,
    models.MailboxRow,
    models.SettingRow,
    *REPLY_MODELS,
    TagRow,
    *KNOWLEDGE_MODELS,
    TaggingRow,
    *CLOCK_MODELS,
    *LEAVE_MODELS,
    *INDEX_MODELS,
)
