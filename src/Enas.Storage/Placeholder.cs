namespace Enas.Storage;
