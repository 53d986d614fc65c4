namespace Enas.Storage.Export;

/// <summary>What a reading verb does with a damaged log. None of them writes to it.</summary>
internal enum RecoveryMode
{
    /// <summary>Refuses it.</summary>
    Strict,

    /// <summary>Reads up to the first bad or missing segment.</summary>
    UntilDamage,

    /// <summary>Reads every segment that verifies, leaving out those that do not.</summary>
    Salvage,
}
