using System.Text;

namespace Enas.Host.Tests.Cli;

/// <summary>
/// A console for each flow of control. The process has one, which the program, the parser of its command line and its logging write to;
/// in its place stand two writers that pass on to what the flow has entered, and to the process's own where it entered nothing.
/// </summary>
internal static class RoutedConsole
{
    private static readonly AsyncLocal<(TextWriter Output, TextWriter Error)?> s_entered = new();

    static RoutedConsole()
    {
        Console.SetOut(new Router(Console.Out, entered => entered.Output));
        Console.SetError(new Router(Console.Error, entered => entered.Error));
    }

    /// <summary>Enters streams for whatever the caller does from here on, and for what it starts.</summary>
    public static void Enter(TextWriter output, TextWriter error) =>
        s_entered.Value = (TextWriter.Synchronized(output), TextWriter.Synchronized(error));

    private sealed class Router(TextWriter own, Func<(TextWriter Output, TextWriter Error), TextWriter> choose) : TextWriter
    {
        public override Encoding Encoding => own.Encoding;

        private TextWriter Target => s_entered.Value is { } entered ? choose(entered) : own;

        public override void Write(char value) => Target.Write(value);

        public override void Write(string? value) => Target.Write(value);

        public override void Write(char[] buffer, int index, int count) => Target.Write(buffer, index, count);

        public override void Write(ReadOnlySpan<char> buffer) => Target.Write(buffer);

        public override void Flush() => Target.Flush();
    }
}
