"""The pages of the coordinator on which what came another way is put on record."""

from fastapi import APIRouter

router = APIRouter()
