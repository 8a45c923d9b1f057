"""The ground of every map: the names of wards and provinces, and the archive of tiles where the deployer has one."""
