"""Background and scheduled jobs: a table is the truth, and Celery delivers their ids to workers."""
