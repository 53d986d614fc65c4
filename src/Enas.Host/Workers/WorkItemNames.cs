namespace Enas.Host.Workers;

/// <summary>The names by which a worker's process is started: of the verb, and of its options.</summary>
internal static class WorkItemNames
{
    /// <summary>The verb that does one item.</summary>
    public const string Verb = "work-item";

    /// <summary>The option that names a whole command which evaluators may start.</summary>
    public const string AllowProgram = "--allow-program";
}
