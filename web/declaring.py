"""The pages of the coordinator on which campaigns are declared, changed and launched."""

from fastapi import APIRouter

router = APIRouter()
