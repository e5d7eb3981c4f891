/** Which change came in with a merge: by the message of the commit, and by the history where messages say nothing. */
package io.jenkins.plugins.environments.lifecycle.merge;
