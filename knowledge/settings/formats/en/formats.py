"""English: what the administration shows comes first, then the English ways of Django."""

from django.conf.locale.en import formats as english

from knowledge.settings.formats.de import formats as german

DATE_INPUT_FORMATS = [*german.DATE_INPUT_FORMATS, *english.DATE_INPUT_FORMATS]
DATETIME_INPUT_FORMATS = [*german.DATETIME_INPUT_FORMATS, *english.DATETIME_INPUT_FORMATS]
