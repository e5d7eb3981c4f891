package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.lifecycle.store.Store;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What the lifecycle is driven by, so that a simulation can drive it as well.
 *
 * @param workers runs short pieces of work, never one that waits
 * @param random shortens pauses by chance
 */
record Machinery(
        Store store, Clock clock, Executor workers, Timer timer, RandomGenerator random, LifecycleSettings settings) {}
