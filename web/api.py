"""The same acts as a REST interface."""

from fastapi import APIRouter

router = APIRouter()
