# Inside the guest, with the host's files: what every program expects to find, then the command; then off.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb
run=$(dirname "$0")
mount -t tmpfs run /run
mkdir -p /dev/shm /dev/pts
mount -t tmpfs shm /dev/shm
mount -t devpts pts /dev/pts
/bin/busybox ip link set lo up
# Without it hot-plug events never reach user space.
for daemon in /lib/systemd/systemd-udevd /usr/lib/systemd/systemd-udevd; do
  if [ -x "$daemon" ]; then "$daemon" --daemon 2>/dev/null; break; fi
done
cut -d' ' -f1 /proc/uptime > "$run/booted"
cd "$(cat "$run/folder")" && setsid -w bash "$run/command.sh" < /dev/null > /dev/ttyS1 2>&1
echo $? > "$run/status"
sync
/bin/busybox poweroff -f
