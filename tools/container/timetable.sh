#!/bin/sh
# What the timers of tools/systemd do, where there is no systemd: mails every minute, dates every five, the
# night at 03:15. A command that fails is run again at its next time, and `doctor` says which one does not run.
night=""
while :; do
    python manage.py send_mails
    case $(date +%M) in ?0 | ?5) python manage.py publish_scheduled ;; esac
    if [ "$(date +%H%M)" -ge 0315 ] && [ "$night" != "$(date +%F)" ]; then
        night=$(date +%F)
        python manage.py recheck_cases
        python manage.py scrub_cases
        python manage.py delete_raw_cases
        python manage.py search_sync --verify
        python manage.py backup /var/backups/weiterdenken --keep 14
    fi
    sleep $((60 - $(date +%-S)))
done
