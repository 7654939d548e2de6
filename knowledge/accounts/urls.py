"""Addresses below ``/konto/``. allauth finds its own by their names; what it could do besides has none."""

from typing import Any

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as totp_views
from django.urls import path, re_path

from knowledge.accounts import own_views, seen_sessions, views
from knowledge.accounts.sign_in import directory, passkeys
from search.public_forms import private_page

_view: Any = views.LoginView.as_view()
_sign_in = private_page(_view)

urlpatterns = [
    path("", views.account, name="account"),
    path("anmelden/", _sign_in, name="account_login"),
    path("anmelden/", _sign_in, name="login"),
    path("anmelden/", views.no_signup, name="account_signup"),
    path("anmelden/code/", private_page(views.CodeRequestView.as_view()), name="account_request_login_code"),
    path(
        "anmelden/code/eingeben/",
        private_page(views.CodeEntryView.as_view()),
        name="account_confirm_login_code",
    ),
    path("anmelden/passkey/", private_page(passkeys.PasskeyLoginView.as_view()), name="mfa_login_webauthn"),
    path(
        "anmelden/verzeichnis/",
        private_page(directory.start),
        {"provider_id": directory.PROVIDER},
        name="openid_connect_login",
    ),
    path(
        "anmelden/verzeichnis/zurueck/",
        private_page(directory.back),
        {"provider_id": directory.PROVIDER},
        name="openid_connect_callback",
    ),
    path(
        "anmelden/zweiter-faktor/",
        private_page(passkeys.SecondFactorView.as_view()),
        name="mfa_authenticate",
    ),
    path("anmelden/geschlossen/", private_page(account_views.account_inactive), name="account_inactive"),
    path("bestaetigen/passwort/", private_page(account_views.reauthenticate), name="account_reauthenticate"),
    path(
        "bestaetigen/code/",
        private_page(account_views.request_reauthentication_code),
        name="account_request_reauthentication_code",
    ),
    path(
        "bestaetigen/code/eingeben/",
        private_page(views.ConfirmationCodeView.as_view()),
        name="account_confirm_reauthentication_code",
    ),
    path("bestaetigen/zweiter-faktor/", private_page(mfa_views.reauthenticate), name="mfa_reauthenticate"),
    path(
        "bestaetigen/passkey/",
        private_page(passkeys.ConfirmByPasskeyView.as_view()),
        name="mfa_reauthenticate_webauthn",
    ),
    path("sicherheit/", private_page(mfa_views.index), name="mfa_index"),
    path("sicherheit/passkeys/", private_page(passkeys.PasskeysView.as_view()), name="mfa_list_webauthn"),
    path(
        "sicherheit/passkeys/neu/",
        private_page(passkeys.AddPasskeyView.as_view()),
        name="mfa_add_webauthn",
    ),
    path("sicherheit/app/", private_page(totp_views.activate_totp), name="mfa_activate_totp"),
    path("sicherheit/app/aus/", private_page(totp_views.deactivate_totp), name="mfa_deactivate_totp"),
    path("sicherheit/notfall/", private_page(code_views.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "sicherheit/notfall/neu/",
        private_page(code_views.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "sicherheit/notfall/datei/",
        private_page(code_views.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("sitzungen/", private_page(seen_sessions.SessionsView.as_view()), name="usersessions_list"),
    path("merkliste/", own_views.kept, name="account_kept"),
    re_path(r"^merkliste/tabelle\.(?P<form>csv|xlsx)$", own_views.kept_table, name="account_kept_table"),
    path("themen/", own_views.topics, name="account_topics"),
    path("mails/", own_views.digest_settings, name="account_digest"),
    path("mails/<uuid:key>/", own_views.digest_stop, name="digest_stop"),
    path("behalten/", own_views.confirm, name="account_confirm"),
    path("daten/", views.account_data, name="account_data"),
    path("loeschen/", views.delete_account, name="delete_account"),
]
