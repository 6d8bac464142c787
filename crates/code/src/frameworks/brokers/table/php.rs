//! Broker libraries of PHP.

use super::Topic::{At, FirstKnown};
use super::{Messaging, NOTHING};
use crate::Acknowledgement::Manual;
use crate::Language::Php;
use crate::frameworks::{first, nth};

pub(super) const TABLE: &[Messaging] = &[Messaging {
    broker: "rabbitmq",
    library: "php-amqplib",
    languages: &[Php],
    publishes: &[("*.basic_publish", FirstKnown(&[nth(1), nth(2)]))],
    consumes: &[("*.basic_consume", At(first()))],
    acknowledgement: Manual,
    ..NOTHING
}];
