"""deploy/kubernetes.yaml: every object against its schema, and the objects against each other and the app."""

from typing import Any

import kubernetes_validate
import pytest
import yaml

from app import ROUTES
from tests.deploy import docker
from tests.deploy.servers import ROOT
from ui.serving.health import PORT
from ui.serving.public_address import ADDRESS
from ui.version import VERSION

NAME = "gradient-explorer"
OBJECTS: list[dict[str, Any]] = list(yaml.safe_load_all((ROOT / "deploy" / "kubernetes.yaml").read_text()))
BY_KIND = {one["kind"]: one for one in OBJECTS}
POD = BY_KIND["Deployment"]["spec"]["template"]
(CONTAINER,) = POD["spec"]["containers"]
IMAGE = docker.stages((ROOT / "Dockerfile").read_text())[-1]
# Those that ingress-nginx documents, of the kinds that are used here.
ANNOTATIONS = {
    "affinity",
    "affinity-mode",
    "session-cookie-name",
    "session-cookie-path",
    "session-cookie-samesite",
    "session-cookie-change-on-failure",
    "proxy-read-timeout",
    "proxy-send-timeout",
    "proxy-connect-timeout",
    "proxy-next-upstream-tries",
    "proxy-body-size",
}


def test_its_image_is_of_this_version() -> None:
    assert CONTAINER["image"].rpartition(":")[2] == VERSION


# The oldest that has preStop's sleep, and the newest that there are schemas of.
@pytest.mark.parametrize("version", ["1.30", kubernetes_validate.latest_version()])
@pytest.mark.parametrize("one", OBJECTS, ids=lambda one: one["kind"])
def test_every_object_is_as_its_schema_says(one: dict[str, Any], version: str) -> None:
    # Strict: a name that is not known is an error.
    kubernetes_validate.validate(one, version, strict=True)


def test_all_that_is_needed_is_there_once() -> None:
    kinds = ["Deployment", "Service", "Ingress", "HorizontalPodAutoscaler", "PodDisruptionBudget"]
    assert [one["kind"] for one in OBJECTS] == kinds
    assert {one["metadata"]["name"] for one in OBJECTS} == {NAME}


def test_all_selectors_find_the_pods() -> None:
    labels = POD["metadata"]["labels"]
    (spread,) = POD["spec"]["topologySpreadConstraints"]
    for selector in (
        BY_KIND["Deployment"]["spec"]["selector"]["matchLabels"],
        BY_KIND["Service"]["spec"]["selector"],
        BY_KIND["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
        spread["labelSelector"]["matchLabels"],
    ):
        assert selector
        assert selector.items() <= labels.items()


def test_the_ports_lead_from_the_ingress_to_the_app() -> None:
    (outer,) = BY_KIND["Ingress"]["spec"]["rules"][0]["http"]["paths"]
    (inner,) = BY_KIND["Service"]["spec"]["ports"]
    port, measures = CONTAINER["ports"]
    assert outer["backend"]["service"] == {"name": NAME, "port": {"name": inner["name"]}}
    assert inner["targetPort"] == port["name"]
    assert str(port["containerPort"]) == docker.of(IMAGE, "EXPOSE")[0]
    # Measures are on a port that leads nowhere else.
    assert POD["metadata"]["annotations"]["prometheus.io/port"] == str(measures["containerPort"])
    assert {"name": PORT, "value": f"0.0.0.0:{measures['containerPort']}"} in CONTAINER["env"]


def test_where_the_app_is_no_visitor_says() -> None:
    (address,) = [each["value"] for each in CONTAINER["env"] if each["name"] == ADDRESS]
    (rule,) = BY_KIND["Ingress"]["spec"]["rules"]
    assert address == f"https://{rule['host']}"


def test_the_probes_ask_for_what_the_app_answers() -> None:
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        asked = CONTAINER[probe]["httpGet"]
        assert asked == {"path": "/healthz", "port": CONTAINER["ports"][0]["name"]}
    assert "/healthz" in ROUTES


def test_a_pod_writes_only_to_tmp_and_is_nobody() -> None:
    user, group = map(int, docker.of(IMAGE, "USER")[0].split(":"))
    pod, container = POD["spec"]["securityContext"], CONTAINER["securityContext"]
    assert (pod["runAsNonRoot"], pod["runAsUser"], pod["runAsGroup"]) == (True, user, group)
    assert container["readOnlyRootFilesystem"]
    assert not container["allowPrivilegeEscalation"]
    assert container["capabilities"] == {"drop": ["ALL"]}
    (mounted,) = CONTAINER["volumeMounts"]
    (volume,) = POD["spec"]["volumes"]
    assert mounted == {"name": volume["name"], "mountPath": docker.environment(IMAGE)["HOME"]}
    assert "emptyDir" in volume


def test_a_pod_that_goes_has_time_to_be_forgotten_and_to_close() -> None:
    pause = CONTAINER["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert POD["spec"]["terminationGracePeriodSeconds"] >= pause + 20
    ready = CONTAINER["readinessProbe"]
    assert pause >= ready["periodSeconds"] * ready["failureThreshold"]


def test_the_number_of_pods_is_the_autoscalers() -> None:
    target = BY_KIND["HorizontalPodAutoscaler"]["spec"]
    deployment = BY_KIND["Deployment"]
    assert target["scaleTargetRef"] == {
        "apiVersion": deployment["apiVersion"],
        "kind": deployment["kind"],
        "name": deployment["metadata"]["name"],
    }
    assert "replicas" not in deployment["spec"]
    assert 1 <= BY_KIND["PodDisruptionBudget"]["spec"]["minAvailable"] < target["minReplicas"] == 2
    # A share of what is requested needs a request.
    assert {"cpu", "memory"} <= set(CONTAINER["resources"]["requests"])
    assert "memory" in CONTAINER["resources"]["limits"]


def test_the_ingress_keeps_a_browser_with_its_pod() -> None:
    annotations = BY_KIND["Ingress"]["metadata"]["annotations"]
    said = {name.removeprefix("nginx.ingress.kubernetes.io/"): text for name, text in annotations.items()}
    assert set(said) <= ANNOTATIONS, "spelled as documented"
    assert (said["affinity"], said["affinity-mode"]) == ("cookie", "persistent")
    assert int(said["proxy-read-timeout"]) >= 3600
    assert int(said["proxy-send-timeout"]) >= 3600
    assert said["proxy-body-size"] == "25m"
    assert BY_KIND["Service"]["spec"]["sessionAffinity"] == "ClientIP"
