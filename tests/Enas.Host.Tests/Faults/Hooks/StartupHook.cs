using Enas.Host.Tests.Faults.Hooks;

/// <summary>What the runtime calls in an assembly that <c>DOTNET_STARTUP_HOOKS</c> names, before the program begins. It looks for a type of
/// this name outside all namespaces.</summary>
internal static class StartupHook
{
    /// <summary>Puts the hooks in.</summary>
    public static void Initialize() => FaultHooks.Install();
}
