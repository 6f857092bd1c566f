package dev.countersign.store.form;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;

import java.util.ArrayList;
import java.util.List;

/** Gives every sealed interface a {@code kind} in JSON: the simple name of the record. */
final class SealedForms extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;
    static final String KIND = "kind";

    private static final JsonTypeInfo.Value BY_NAME = JsonTypeInfo.Value.construct(
            JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, KIND, null, false, true, true);

    @Override
    public TypeResolverBuilder<?> findTypeResolver(
            MapperConfig<?> config, AnnotatedClass type, JavaType base) {
        return type.getRawType().isSealed() ? new StdTypeResolverBuilder(BY_NAME) : null;
    }

    @Override
    public List<NamedType> findSubtypes(Annotated type) {
        return type.getRawType().isSealed()
                ? cases(type.getRawType()).stream()
                        .map(one -> new NamedType(one, one.getSimpleName()))
                        .toList()
                : null;
    }

    /** The records of a sealed interface, those of its sealed parts included. */
    static List<Class<?>> cases(Class<?> sealed) {
        var all = new ArrayList<Class<?>>();
        for (var one : sealed.getPermittedSubclasses()) {
            all.addAll(one.isSealed() ? cases(one) : List.of(one));
        }
        return all;
    }
}
