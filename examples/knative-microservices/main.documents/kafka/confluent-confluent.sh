#!/bin/sh
# Makes the topics and the permissions that a Kafka cluster of Confluent Cloud has to have. It holds no secret, and may
# be run again. It needs the `confluent` CLI after `confluent login`.
# CONFLUENT_CLUSTER is the id of the cluster, lkc-..., and CONFLUENT_ENVIRONMENT that of its environment, env-..., where
# it is not the current one.
set -eu
: "${CONFLUENT_CLUSTER:?is no id of a Kafka cluster, such as lkc-abc123}"
# Whom Kafka takes the holder of the Secret ccloud for: User: and a name.
principal=${KAFKA_PRINCIPAL:?names no principal, such as User:sa-abc123}

topic() {
  confluent kafka topic create --if-not-exists --cluster "$CONFLUENT_CLUSTER" ${CONFLUENT_ENVIRONMENT:+--environment "$CONFLUENT_ENVIRONMENT"} "$@"
}

allow() {
  confluent kafka acl create --allow --principal "$principal" --cluster "$CONFLUENT_CLUSTER" ${CONFLUENT_ENVIRONMENT:+--environment "$CONFLUENT_ENVIRONMENT"} "$@"
}

topic mytopic
allow --consumer-group=knative-trigger- --prefix --operations delete,describe,read
allow --topic=knative-broker- --prefix --operations create,delete,describe,read,write
allow --topic=mytopic --operations describe,write

# Knative makes these topics itself, and deletes them with their objects:
#   knative-broker-my-knative-services-knative-kafka-broker
