"""What a JupyterHub needs for a class that opens the kit in the same minute; see docs/hub.md.

Load it from the hub's own configuration, before what is to differ:

    load_subconfig("etc/hub/jupyterhub_config.py")

It says nothing of who may log in, or where servers run: that is the hub's.
"""

c = get_config()  # noqa: F821 - JupyterHub hands it in

# In seconds. Servers that start together wait for each other's turn at the processor; by default
# the hub ends after 30 seconds those that have not yet answered, and their learners begin anew.
c.Spawner.http_timeout = 150
c.Spawner.start_timeout = 150
# Servers that may be starting at once: a class. Who comes later is told how long to wait.
c.JupyterHub.concurrent_spawn_limit = 40

c.Spawner.default_url = "/lab"
c.Spawner.args = [
    # In seconds. A kernel that nobody has used gives its memory back, also while its tab is open:
    # cells have to be run again then; what learners did is kept in my-work/.
    "--MappingKernelManager.cull_idle_timeout=1200",
    "--MappingKernelManager.cull_interval=60",
    "--MappingKernelManager.cull_connected=True",
    # A server without kernels that nobody has asked for anything ends too; a click starts it again.
    "--ServerApp.shutdown_no_activity_timeout=3600",
]
