"""What we keep: tables, migrations, every query. Plain data goes in and comes out; nothing of the database's libraries does."""
