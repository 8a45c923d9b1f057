"""The activities, which touch the world: recording, due dates, messages, letters. A workflow imports only `contract`
from here."""
