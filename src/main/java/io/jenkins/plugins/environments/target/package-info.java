/** The contract that every target keeps, and what passes through it. Knows no Kubernetes and no Docker. */
package io.jenkins.plugins.environments.target;
