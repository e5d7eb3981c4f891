package io.jenkins.plugins.environments.jenkins.pages;

import java.io.IOException;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletResponse;

/** The content security policy that newer Jenkins have, enforced: this one has none of its own. */
final class EnforcedPolicy implements Filter {

    static final String RULES =
            "default-src 'self'; script-src 'self' 'report-sample'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data:; form-action 'self'; frame-ancestors 'self'; base-uri 'none'";

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ((HttpServletResponse) response).setHeader("Content-Security-Policy", RULES);
        chain.doFilter(request, response);
    }
}
