"""Every address of the workplace. Pages are doors; sign-in is allauth's."""

from django.urls import include, path

from aimwell.web.all_doors import DOORS
from aimwell.web.doors import as_urls

urlpatterns = [
    path("workplace/account/mfa/", include("allauth.mfa.urls")),
    path("workplace/account/", include("allauth.account.urls")),
    path("workplace/", include(as_urls(DOORS))),
]
handler404 = "aimwell.web.refusals.not_found"
handler500 = "aimwell.web.refusals.failed"
