"""What the columns can hold. SQLite takes more, PostgreSQL refuses it: better said by field, and before."""

from django.db.models import Model
from django.utils.translation import gettext as _


def too_long(model: type[Model], **texts: str) -> dict[str, str]:
    """What is wrong, by field of `model`."""
    limits = {name: getattr(model._meta.get_field(name), "max_length", 0) for name in texts}
    return {
        name: _("At most %(limit)s characters; these are %(length)s.") % {"limit": limits[name], "length": len(text)}
        for name, text in texts.items()
        if len(text) > limits[name]
    }
