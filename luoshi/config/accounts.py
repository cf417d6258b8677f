"""Who may get a login: nobody by themselves. An administrator appoints people to posts."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedRegistration(DefaultAccountAdapter):
    """Registration is closed; every login is made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
