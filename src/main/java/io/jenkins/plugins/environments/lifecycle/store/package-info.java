/**
 * The journal's files: what is written, in which form, and how a write survives a crash. A home has {@code
 * instance.json}, {@code key} and, for each environment, {@code environments/<id>/environment.json}, {@code
 * releases/<n>.json} and {@code operations/<id>.json}.
 */
package io.jenkins.plugins.environments.lifecycle.store;
