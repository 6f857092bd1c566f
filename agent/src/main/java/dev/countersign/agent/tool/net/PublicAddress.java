package dev.countersign.agent.tool.net;

import java.net.InetAddress;

/** Tells addresses of the open internet from those of our own network, however they are written. */
public final class PublicAddress {
    private PublicAddress() {}

    public static boolean is(InetAddress address) {
        byte[] b = address.getAddress();
        return !address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isSiteLocalAddress()
                && !address.isMulticastAddress()
                && !(b.length == 4 ? closedFour(b) : closedSix(b));
    }

    /** Shared, reserved, and set apart for protocols and measurements. */
    private static boolean closedFour(byte[] b) {
        int first = b[0] & 0xFF;
        int second = b[1] & 0xFF;
        boolean shared = first == 100 && (second & 0xC0) == 64;
        boolean protocols = first == 192 && second == 0 && b[2] == 0;
        boolean measured = first == 198 && (second & 0xFE) == 18;
        return first == 0 || first >= 240 || shared || protocols || measured;
    }

    /** Unique local addresses, and forms in which an IPv4 address hides. */
    private static boolean closedSix(byte[] b) {
        boolean local = (b[0] & 0xFE) == 0xFC;
        boolean nat64 = b[0] == 0 && (b[1] & 0xFF) == 0x64 && (b[2] & 0xFF) == 0xFF;
        boolean sixToFour = b[0] == 0x20 && b[1] == 0x02;
        boolean teredo = b[0] == 0x20 && b[1] == 0x01 && b[2] == 0 && b[3] == 0;
        boolean compatible = b[0] == 0 && b[1] == 0 && b[2] == 0 && b[3] == 0;
        return local || nat64 || sixToFour || teredo || compatible;
    }
}
