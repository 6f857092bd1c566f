package dev.countersign.agent.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** What calls of a port meet on their way: they go on, changed or not, or they do not. */
@FunctionalInterface
interface Detour {
    Object takes(String method, Object[] arguments, Onward onward) throws Throwable;

    /** The rest of the way. */
    @FunctionalInterface
    interface Onward {
        Object with(Object... arguments) throws Throwable;
    }

    static <T> T around(Class<T> port, T real, Detour way) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
                    var given = args == null ? new Object[0] : args;
                    return way.takes(method.getName(), given, changed -> {
                        try {
                            return method.invoke(real, changed);
                        } catch (InvocationTargetException thrown) {
                            throw thrown.getCause();
                        }
                    });
                }));
    }
}
