package dev.countersign.agent.model.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The authorities that are trusted: those of the machine, and those of a file of ours. */
final class Trust {
    private Trust() {}

    static SSLContext in(Path file) {
        try (var certificates = Files.newInputStream(file)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var known : ofTheMachine()) {
                store.setCertificateEntry("known" + number++, known);
            }
            for (var own :
                    CertificateFactory.getInstance("X.509").generateCertificates(certificates)) {
                store.setCertificateEntry("own" + number++, own);
            }
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers(store).getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "The certificates in " + file + " cannot be read. Set ca to a file of"
                            + " certificates in PEM form.",
                    e);
        }
    }

    private static X509Certificate[] ofTheMachine() throws GeneralSecurityException {
        for (var manager : managers(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager known) {
                return known.getAcceptedIssuers();
            }
        }
        return new X509Certificate[0];
    }

    private static TrustManagerFactory managers(KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
