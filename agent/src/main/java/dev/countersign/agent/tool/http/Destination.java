package dev.countersign.agent.tool.http;

import dev.countersign.agent.tool.net.PublicAddress;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/** Where a request goes: a host, looked up and checked once, and the address that was found. */
record Destination(URI uri, InetAddress address) {

    /** {@code allowed} are hosts that may be in our own network; no other may be. */
    static Destination of(URI uri, List<String> allowed) throws Broken {
        var host = uri.getHost();
        if (host == null) {
            throw new Broken(uri.getScheme() + " address without a host", false);
        }
        try {
            var found = InetAddress.getAllByName(host);
            if (!allowed.contains(host) && !Stream.of(found).allMatch(PublicAddress::is)) {
                throw new Broken(
                        host + " is in a private network, and such addresses are not called."
                                + " If it should be, add it to allowedHosts of the tool",
                        false);
            }
            return new Destination(uri, found[0]);
        } catch (UnknownHostException e) {
            throw new Broken("the host " + host + " is unknown", false);
        }
    }

    boolean secure() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    int port() {
        return uri.getPort() >= 0 ? uri.getPort() : secure() ? 443 : 80;
    }

    String hostHeader() {
        return uri.getPort() >= 0 ? uri.getHost() + ":" + uri.getPort() : uri.getHost();
    }

    String pathAndQuery() {
        var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
