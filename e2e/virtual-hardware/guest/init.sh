#!/bin/busybox sh
# First process of the guest: modules, then the host's own files under a layer that forgets what is written.
b=/bin/busybox
$b mount -t proc proc /proc
$b mount -t sysfs sys /sys
$b mount -t devtmpfs dev /dev
while read -r module; do $b insmod "/modules/$module.ko"; done < /order
over=trans=virtio,version=9p2000.L,msize=512000
$b mount -t 9p -o $over,cache=loose,ro host /host || exec $b poweroff -f
$b mount -t tmpfs layer /layer
$b mkdir /layer/upper /layer/work
$b mount -t overlay overlay -o lowerdir=/host,upperdir=/layer/upper,workdir=/layer/work /root || exec $b poweroff -f
for word in $($b cat /proc/cmdline); do case $word in guest.run=*) run=${word#guest.run=} ;; esac; done
$b mkdir -p "/root$run"
$b mount -t 9p -o $over,cache=none,access=any run "/root$run" || exec $b poweroff -f
$b mount --move /proc /root/proc
$b mount --move /sys /root/sys
$b mount --move /dev /root/dev
exec $b switch_root /root /bin/bash "$run/start.sh"
