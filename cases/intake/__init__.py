"""The confidential room: intake, review and handover of raw cases. See
``docs/anleitung/anonymisieren.md``.
"""
