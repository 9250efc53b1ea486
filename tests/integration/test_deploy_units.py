"""`deploy/` by the published schemas and by the tools that will read it, where the machine has those."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

UNITS = ROOT / "deploy" / "systemd"
NAMES = sorted(path.name for path in UNITS.glob("*.*") if path.is_file())


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The units beside a program at the place that they name."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed (apt-get install systemd)")
    folder = tmp_path_factory.mktemp("units")
    programs = folder / "opt"
    for program in ("deploy/entrypoint.sh", "deploy/backup.sh", ".venv/bin/dragoman", ".venv/bin/prefect"):
        (programs / program).parent.mkdir(parents=True, exist_ok=True)
        (programs / program).write_text("#!/bin/sh\n")
        (programs / program).chmod(0o755)
    for path in UNITS.rglob("*.*"):
        if path.is_file():
            copy = folder / "system" / path.relative_to(UNITS)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(path.read_text().replace("/opt/dragoman", str(programs)))
    return folder / "system"


def analyze(units: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *arguments],
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{units}:"},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_systemd_understands_every_unit(units: Path):
    found = analyze(units, "verify", "--man=no", *[str(units / name) for name in NAMES])
    # Words about other units of this machine are not ours to mend.
    assert not [line for line in found.stderr.splitlines() if "dragoman" in line]


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".service")])
def test_every_service_is_confined(units: Path, name: str):
    """The exposure that systemd finds, of 0 to 100."""
    found = analyze(units, "security", "--offline=true", "--threshold=20", "--no-pager", str(units / name))
    assert found.returncode == 0, found.stdout + found.stderr


def test_kubernetes_gets_what_the_cluster_asks_for():
    """The namespace enforces the standard `restricted`, refers to nothing that is missing, and leaves no trace."""
    if not shutil.which("kubectl"):
        pytest.skip("kubectl is not installed")
    built = subprocess.run(
        ["kubectl", "kustomize", ROOT / "deploy" / "kubernetes"], capture_output=True, text=True, check=True
    ).stdout
    made = {(thing["kind"], thing["metadata"]["name"]): thing for thing in yaml.safe_load_all(built)}
    pods = {
        name: thing["spec"]["template"]
        for (_, name), thing in made.items()
        if "template" in thing.get("spec", {})
    }
    assert set(pods) == {"server", "schedules", "worker", "metrics"}
    assert made["Deployment", "worker"]["spec"]["replicas"] == 2
    settings = made["ConfigMap", "settings"]["data"]
    for pod in pods.values():
        spec, (container,) = pod["spec"], pod["spec"]["containers"]
        assert spec["securityContext"]["runAsNonRoot"]
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        mounted = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
        assert set(mounted) == {volume["name"] for volume in spec["volumes"]}
        assert all(
            value.startswith(mounted["secrets"]) for name, value in settings.items() if name.endswith("_FILE")
        )
        assert ("ConfigMap", container["envFrom"][0]["configMapRef"]["name"]) in made
    for (kind, name), thing in made.items():
        if kind == "Service":
            assert thing["spec"]["selector"].items() <= pods[name]["metadata"]["labels"].items()
            assert (
                thing["spec"]["ports"][0]["port"]
                == pods[name]["spec"]["containers"][0]["ports"][0]["containerPort"]
            )


MANIFESTS = sorted(
    set((ROOT / "deploy" / "kubernetes").glob("*.yaml")) - {ROOT / "deploy/kubernetes/kustomization.yaml"}
)
COMPOSE = ROOT / "deploy" / "compose.yaml"


def fits_schema(tool: str, *arguments: str | Path) -> bool:
    command = [Path(sys.executable).parent / tool, *arguments]
    return subprocess.run(command, capture_output=True, timeout=120).returncode == 0


def is_kubernetes(*files: Path) -> bool:
    """By the schemas of Kubernetes itself, no field allowed that they do not name."""
    return fits_schema("kubernetes-validate", "--strict", *files)


def is_compose(file: Path) -> bool:
    """By the schema that the Compose specification publishes."""
    return fits_schema("check-jsonschema", "--builtin-schema", "vendor.compose-spec", file)


def test_the_manifests_and_the_compose_file_fit_their_schemas():
    assert is_kubernetes(*MANIFESTS)
    assert is_compose(COMPOSE)


def test_a_slip_in_them_would_be_found(tmp_path: Path):
    worker, compose = tmp_path / "worker.yaml", tmp_path / "compose.yaml"
    worker.write_text((ROOT / "deploy/kubernetes/worker.yaml").read_text().replace("replicas:", "replica:"))
    assert not is_kubernetes(worker)
    compose.write_text(COMPOSE.read_text().replace("read_only:", "readonly:"))
    assert not is_compose(compose)
