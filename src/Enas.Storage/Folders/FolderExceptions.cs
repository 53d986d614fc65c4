namespace Enas.Storage.Folders;

/// <summary>The folder that a search was to have holds something already, or is none.</summary>
public sealed class FolderOccupiedException(Exception reason) : Exception(reason.Message, reason);

/// <summary>The folder of a search could not be made; there is no log yet, and nothing of it is left.</summary>
public sealed class NothingStartedException(Exception reason) : Exception(reason.Message, reason);
