package dev.countersign.bot;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Java source as the compiler's own parser reads it. */
final class JavaText {

    private JavaText() {}

    /** A method: where it begins, how many lines and parameters it has, and what it belongs to. */
    record Method(long line, long lines, int parameters, boolean constructor, boolean ofRecord) {}

    static List<Method> methods(String source) throws IOException {
        var task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, ignored -> {}, List.of(), null, List.of(new Text(source)));
        var found = new ArrayList<Method>();
        var positions = Trees.instance(task).getSourcePositions();
        for (var unit : task.parse()) {
            new Finder(unit, positions, found).scan(unit, null);
        }
        return found;
    }

    /** The constructors of classes; a record is its list of components. */
    static List<Method> constructors(String source) throws IOException {
        return methods(source).stream()
                .filter(method -> method.constructor() && !method.ofRecord())
                .toList();
    }

    private static final class Finder extends TreePathScanner<Void, Void> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Method> found;

        Finder(CompilationUnitTree unit, SourcePositions positions, List<Method> found) {
            this.unit = unit;
            this.positions = positions;
            this.found = found;
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            boolean ofRecord = getCurrentPath().getParentPath().getLeaf() instanceof ClassTree owner
                    && owner.getKind() == Tree.Kind.RECORD;
            var map = unit.getLineMap();
            long first = map.getLineNumber(positions.getStartPosition(unit, method));
            long last = map.getLineNumber(positions.getEndPosition(unit, method));
            found.add(new Method(
                    first,
                    last - first + 1,
                    method.getParameters().size(),
                    method.getReturnType() == null,
                    ofRecord));
            return super.visitMethod(method, unused);
        }
    }

    private static final class Text extends SimpleJavaFileObject {

        private final String source;

        Text(String source) {
            super(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }
}
